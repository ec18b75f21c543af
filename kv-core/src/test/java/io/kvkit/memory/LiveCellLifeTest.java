package io.kvkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.LiveRecord;
import io.kvkit.store.LiveTransition;
import io.kvkit.store.Namespace;
import io.kvkit.store.Script;
import io.kvkit.store.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A cell that changes in place until it is taken from the map. */
class LiveCellLifeTest {

    private static final Key KEY =
            Namespace.of("t", "ratelimit", "m", Retention.EVICTABLE).key("k");

    private final Count count = new Count();
    private final LiveCell cell = new LiveCell(count, Retention.EVICTABLE, 0);

    /** A number that expires a second after its last change. */
    private static final class Count extends LiveRecord implements LiveTransition<Integer> {

        private int number;
        private long expiresAtMicros;

        @Override
        public byte @Nullable [] value() {
            return number == 0 ? null : new byte[] {(byte) number};
        }

        @Override
        public long changes() {
            return number;
        }

        @Override
        public long expiresAtMicros() {
            return expiresAtMicros;
        }

        @Override
        public LiveRecord live(Key key, @Nullable Entry entry) {
            return this;
        }

        @Override
        public Integer step(Key key, LiveRecord record, long nowMicros) {
            expiresAtMicros = nowMicros + 1_000_000;
            return ++number;
        }

        @Override
        public Script script() {
            throw new AssertionError("A live step is made on the record, never on bytes");
        }

        @Override
        public List<byte[]> arguments() {
            throw new AssertionError("A live step is made on the record, never on bytes");
        }

        @Override
        public Step apply(@Nullable Entry entry, long nowMicros) {
            throw new AssertionError("A live step is made on the record, never on bytes");
        }

        @Override
        public Integer decode(Key key, byte[] reply) {
            throw new AssertionError("A live step is made on the record, never on bytes");
        }
    }

    private @Nullable Integer step(long nowMicros) {
        return new Cells(new Listeners(), () -> nowMicros, 1).step(KEY, cell.record(), count);
    }

    @Test
    void stepsChangeTheRecordInPlace() {
        assertThat(cell.entry()).isSameAs(LiveCell.GONE);
        assertThat(step(5_000)).isEqualTo(1);
        assertThat(step(7_000)).isEqualTo(2);
        assertThat(cell.entry().value()).containsExactly(2);
        assertThat(cell.entry().expiresAtMicros()).isEqualTo(1_007_000);
        assertThat(cell.expiresAtMicros()).isEqualTo(1_007_000);
        assertThat(count.changes()).isEqualTo(2);
        assertThat(cell.usedMicros()).isEqualTo(7_000);
    }

    @Test
    void cellThatIsFrozenChangesNoMore() {
        step(5_000);
        Cell frozen = cell.frozen(Retention.EVICTABLE);
        assertThat(step(6_000)).isNull();
        assertThat(count.changes()).isEqualTo(1);
        assertThat(frozen.entry().value()).containsExactly(1);
        assertThat(frozen.expiresAtMicros()).isEqualTo(1_005_000);
        assertThat(frozen.usedMicros()).isEqualTo(5_000);
    }

    @Test
    void cellThatIsTakenChangesNoMore() {
        cell.retire();
        assertThat(step(5_000)).isNull();
        assertThat(count.changes()).isZero();
    }

    @Test
    void cellIsTakenOnlyIfItHasExpired() {
        step(5_000);
        assertThat(cell.retiresExpired(1_004_999)).isFalse();
        assertThat(step(6_000)).isEqualTo(2);
        assertThat(cell.retiresExpired(1_006_000)).isTrue();
        assertThat(step(1_006_000)).isNull();
    }

    @Test
    void cellThatWasTakenStaysTaken() {
        step(5_000);
        cell.retire();
        assertThat(cell.retiresExpired(5_001)).isFalse();
        assertThat(step(5_002)).isNull();
    }
}
