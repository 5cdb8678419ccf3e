"""Where does each target stand: its actual, its pace, its light and one sentence of reason."""
