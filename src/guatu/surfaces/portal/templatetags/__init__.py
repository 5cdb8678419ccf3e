"""What the portal's templates can say."""
