package io.kvkit.recipe.once;

import io.kvkit.call.Ticket;
import io.kvkit.claim.HeldClaim;
import org.jspecify.annotations.Nullable;

/**
 * The ticket of a call that was let through.
 *
 * @param call the call
 * @param held its claim; null if it runs without protection
 */
record OnceTicket(OnceCall call, @Nullable HeldClaim held) implements Ticket {}
