"""What does a plan say: text in, sections, targets, tasks and projects out. A library without Django."""
