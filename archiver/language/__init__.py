"""What words a text has, in any language, and the passage of it to show: for a full-text index and who asks it."""
