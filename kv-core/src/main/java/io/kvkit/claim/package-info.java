/**
 * The owned, expiring claim on one key: seven transitions on one record, and the steps that send them.
 *
 * <p>Idempotency, dedupe, leases and cache fills are recipes on this machine. Floor 2.
 */
@NullMarked
package io.kvkit.claim;

import org.jspecify.annotations.NullMarked;
