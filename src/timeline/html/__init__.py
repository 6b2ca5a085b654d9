"""HTML that Streamlit's pages and those served beside it share. Data in it is text, never markup."""
