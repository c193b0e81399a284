"""Reports: values as text for people and programs, one file a form."""
