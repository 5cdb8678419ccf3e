"""Who may read which class of field? `kernel.access.classes` says it; registries name it from here."""

from guatu.kernel.access.classes import ALL_CLASSES, RIGHT_TO_READ, FieldClass, masked, readable_classes

__all__ = ["ALL_CLASSES", "RIGHT_TO_READ", "FieldClass", "masked", "readable_classes"]
