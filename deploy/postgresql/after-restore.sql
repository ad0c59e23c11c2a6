-- After restoring a backup and before serving it, as a superuser. The tests run this file too.
-- Epochs are random numbers below 2^53, which is what a browser can count.
UPDATE live_document SET previous_epoch = epoch, epoch = floor(random() * 9007199254740991)::bigint + 1;
