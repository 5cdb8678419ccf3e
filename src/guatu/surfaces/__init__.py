"""What people see: pages and streams over the plan and the trades."""
