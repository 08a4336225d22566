"""What lists show: columns, filters, and a table model of ids and pages of rows. GUI thread."""
