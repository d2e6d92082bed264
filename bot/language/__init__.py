"""What the whole product needs to know about languages and scripts. Pure, no I/O."""
