"""密钥与交接: what to do with the reporting key in every case, in plain words."""
