package io.kvkit.recipe.cache;

import io.kvkit.recipe.cache.Flight.End;
import java.util.concurrent.CompletableFuture;

/**
 * The calls of this process that wait for a computation and have not seen its token.
 *
 * @param flight the computation
 * @param end its end; {@link End.Gone} if the calls look again because the record of the key may have changed
 */
record Crowd(Flight flight, CompletableFuture<End> end) {}
