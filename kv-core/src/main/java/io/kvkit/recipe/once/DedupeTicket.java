package io.kvkit.recipe.once;

import io.kvkit.call.Ticket;
import io.kvkit.claim.HeldClaim;

/**
 * An event that goes to its consumer.
 *
 * @param call the event
 * @param held its claim
 */
record DedupeTicket(DedupeCall call, HeldClaim held) implements Ticket {}
