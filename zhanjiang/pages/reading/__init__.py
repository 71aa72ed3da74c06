"""What all pages are read with: elements, lines, labels, links, pictures, and the declared layouts."""
