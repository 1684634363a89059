-- What charges are reckoned from, where a file says it: shares of one line, in 10^-4 units of its currency.
-- NULL is not said; 0 is said to be nothing.
ALTER TABLE sale_line ADD COLUMN platform_discount_e4 INTEGER;
ALTER TABLE sale_line ADD COLUMN tax_e4 INTEGER;
ALTER TABLE sale_line ADD COLUMN shipping_e4 INTEGER;
