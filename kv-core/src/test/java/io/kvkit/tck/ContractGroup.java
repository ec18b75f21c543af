package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A part of the contract: abstract tests that are given a fresh key space and a time at rest for each case.
 *
 * <p>On a server the life of keys also runs in real time: give keys lives of at least some ten seconds, so that only
 * {@link #advance} ends them.
 */
@ExtendWith(NamesStore.class)
public abstract class ContractGroup {

    protected StoreUnderTest under;
    protected KvStore store;
    protected VirtualTime time;

    /** Opens the store for one case. */
    protected abstract StoreUnderTest open();

    @BeforeEach
    void openStore() {
        under = open();
        store = under.store();
        time = under.time();
    }

    @AfterEach
    void closeStore() {
        under.close();
        assertThat(time.pending()).as("tasks of the timer that wait").isZero();
    }

    /** A key of this case that is kept. */
    protected final Key key(String id) {
        return namespace(Retention.KEPT).literalKey(id);
    }

    /** The raw keys of this case. */
    protected final Namespace namespace(Retention retention) {
        return Namespace.of(under.prefix(), "kv", "raw", retention);
    }

    protected final void advance(Duration by) {
        under.advance(by);
    }

    /** What a stage ends with, with its failure unwrapped. */
    protected static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return Failures.join(stage);
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
