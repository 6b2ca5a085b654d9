"""What the server keeps to itself: whom it asks, and what it writes.

Streamlit asks a server of somebody else's for this machine's address, to print it at the start and to
compare it with the origin of a page; and Starlette lets an upload of more than a megabyte go through a
file. Neither is needed here.
"""

import streamlit as st
from starlette.formparsers import MultiPartParser
from streamlit import net_util


def keep_to_itself() -> None:
    """Ask nobody for the address of this machine, and hold uploads in memory, however large they may be."""
    net_util.get_external_ip = lambda: None
    MultiPartParser.spool_max_size = int(st.get_option("server.maxUploadSize")) * 2**20
