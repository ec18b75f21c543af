package io.kvkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.VirtualTime;
import io.kvkit.value.Values;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A change that finds another one done between its read and its exchange: it begins again, and is never told that it won. */
class LostRaceTest {

    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.EVICTABLE).key("a");

    private final BetweenClock clock = new BetweenClock();
    private final InMemoryKvStore store = new InMemoryKvStore(clock, 10);

    /** The clock is read between the two: so here is where another change comes first, without a second thread. */
    private static final class BetweenClock implements MicroClock {

        private Runnable other = () -> {};

        @Override
        public long micros() {
            Runnable now = other;
            other = () -> {};
            now.run();
            return VirtualTime.START_MICROS;
        }
    }

    private void between(Runnable other) {
        clock.other = other;
    }

    private void write(String value) {
        Failures.join(store.set(KEY, bytes(value), Ttl.NONE));
    }

    private boolean delete() {
        return Failures.join(store.delete(KEY));
    }

    private <R> R apply(Transition<R> transition) {
        return store.applyNow(KEY, transition);
    }

    private void assertHolds(String value) {
        assertThat(store.getNow(KEY).value()).isEqualTo(bytes(value));
        assertEntries(1);
    }

    private void assertEntries(int count) {
        assertThat(Failures.join(store.health()).details()).containsEntry("entries", Integer.toString(count));
    }

    @Test
    void deletionThatLosesToAWriteRemovesWhatWasWritten() {
        write("old");
        between(() -> write("fresh"));
        assertThat(delete()).isTrue();
        assertThat(store.getNow(KEY).value()).isNull();
        assertEntries(0);
    }

    @Test
    void deletionThatLosesToADeletionSaysThatNothingWasThere() {
        write("old");
        between(() -> assertThat(delete()).isTrue());
        assertThat(delete()).isFalse();
        assertEntries(0);
    }

    @Test
    void invalidationThatLosesToAFillRemovesTheFill() {
        write("old");
        between(() -> apply(ClaimTransitions.put(bytes("fresh"), 1_000, 1_000, 0)));
        assertThat(apply(ClaimTransitions.invalidate(null))).isTrue();
        assertThat(store.getNow(KEY).value()).isNull();
    }

    @Test
    void deletionThatLosesToAnotherValueLeavesIt() {
        write("old");
        between(() -> write("fresh"));
        assertThat(apply(Values.compareAndDelete(bytes("old")))).isFalse();
        assertHolds("fresh");
    }

    @Test
    void creationThatLosesToACreationIsToldSo() {
        between(() -> write("first"));
        assertThat(apply(Values.setIfAbsent(bytes("second"), Ttl.NONE)).written())
                .isFalse();
        assertHolds("first");
    }

    @Test
    void replacementThatLosesCountsOnFromTheOther() {
        write("1");
        between(() -> apply(Values.increment(1, Ttl.NONE)));
        assertThat(apply(Values.increment(1, Ttl.NONE))).isEqualTo(3);
        assertHolds("3");
    }

    @Test
    void replacementThatLosesToADeletionCreates() {
        write("1");
        between(this::delete);
        assertThat(apply(Values.increment(1, Ttl.NONE))).isEqualTo(1);
        assertHolds("1");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
