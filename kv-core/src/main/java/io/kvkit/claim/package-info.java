/**
 * Claims: one owner at a time per key, for a limited time. Nine transitions on one record, and the steps that send
 * them.
 *
 * <p>Idempotency, dedupe, leases and caches are recipes on claims. Floor 2.
 */
@NullMarked
package io.kvkit.claim;

import org.jspecify.annotations.NullMarked;
