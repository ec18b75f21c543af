package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.ratelimit.ConcurrencyLimiter;
import io.kvkit.recipe.ratelimit.ConcurrentCall;
import io.kvkit.spring.intercept.HandlerExchange;
import io.kvkit.spring.intercept.ToldGuard;
import io.kvkit.store.KvStore;
import io.kvkit.tck.VirtualTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call of a handler ends although the server has taken its response back. */
class AnsweredGuardTest {

    private final ToldGuard<String> recipe = new ToldGuard<>(new Proceed(ToldGuard.TICKET));
    private final HandlerExchange exchange = new HandlerExchange();

    @Test
    void responseThatWasTakenBackHasNoErrorStatus() {
        exchange.takeBack();
        assertThat(new AnsweredGuard<>(recipe, exchange).succeeded(ToldGuard.TICKET, null))
                .isCompletedWithValue(new Answer(null));
        assertThat(recipe.told()).containsExactly("succeeded");
    }

    @Test
    void limitBesideOneOfConcurrentCallsIsToldTheEnd() {
        VirtualTime time = new VirtualTime();
        try (KvStore store = new InMemoryKvStore(time)) {
            var limiter = new ConcurrencyLimiter(store, null, time, KvListeners.NONE);
            var beside = limiter.guard(new AnsweredGuard<>(recipe, exchange));
            var guard = new HandledGuard<>(new AnsweredGuard<>(beside, exchange), exchange);
            var decided = guard.decide(new ConcurrentCall<>(List.of(), "call", null));
            Proceed proceed = (Proceed) decided.toCompletableFuture().join();
            exchange.takeBack();
            guard.succeeded(proceed.ticket(), null);
        }
        assertThat(recipe.told()).containsExactly("succeeded");
    }
}
