"""What interactive charts draw, as plain data: for the page of ``sim app`` and for reports."""
