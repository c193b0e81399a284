"""The site: a collection as static pages in every locale, for readers; `build.build_site` writes it into a folder."""
