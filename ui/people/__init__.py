"""The windows of people and roles: signing in, the lock, 人员与权限."""
