"""What does everybody see without signing in? Public registries and their files, each with a proof."""
