"""What is true of shops, their dialects and their files, without web, SQL or clock."""
