"""What is right, and how a wrong answer is told: runs outside, trusts no reply."""
