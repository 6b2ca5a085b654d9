"""What reaches the browser before and beside Streamlit."""
