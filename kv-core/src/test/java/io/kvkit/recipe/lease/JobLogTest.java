package io.kvkit.recipe.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.LogLines;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log says about the end of tasks that must not run twice. */
class JobLogTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final Leases leases = new Leases(store, time);
    private final Leases others = new Leases(store, time);
    private final LogLines log = LogLines.of(Leases.class);
    private final Key key =
            Namespace.of("test", "lease", "jobs", Key.Retention.KEPT).key("1");

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void taskThatEndsInTimeIsNotWorthALine() throws Exception {
        leases.runIfFree(key, MINUTE, Duration.ZERO, () -> "ran");
        assertThat(log.written()).isEmpty();
    }

    @Test
    void taskThatOutlivedItsKeyMayHaveRunTwice() throws Exception {
        leases.runIfFree(key, MINUTE, Duration.ZERO, () -> {
            time.advance(MINUTE);
            return others.runIfFree(key, MINUTE, MINUTE, () -> "ran too");
        });
        assertThat(log.written())
                .containsExactly("WARN A task took longer than its key was held: it may have run twice");
    }

    @Test
    void endThatTheStoreMissedIsLoggedWithItsReason() throws Exception {
        store.failNext(1, "fail", Fault.REQUEST_LOST);
        leases.runIfFree(key, MINUTE, Duration.ZERO, () -> "ran");
        assertThat(log.written())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("WARN A task ended, but this could not be stored")
                        .contains("the test cut the line"));
    }
}
