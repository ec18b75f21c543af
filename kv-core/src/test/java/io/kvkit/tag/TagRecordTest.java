package io.kvkit.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.store.Step;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TagRecordTest {

    private static final long LIFE = 60_000;
    private static final Key KEY =
            Namespace.of("test", "cache", "tags", Key.Retention.KEPT).key("k");

    private @Nullable Entry entry;
    private long now = 1_800_000_000_000_000L;

    private TagRecord run(Transition<TagRecord> transition) {
        Step step = transition.apply(entry, now);
        if (step instanceof Step.Put put) {
            entry = new Entry(put.value(), Entry.NEVER);
        }
        return transition.decode(KEY, step.reply());
    }

    private static List<Long> hashes(String... tags) {
        return Tags.hashes(List.of(tags));
    }

    @Test
    void changedTagMakesResultsThatHaveItOutdatedAndNoOthers() {
        long stamp = run(Tags.read(KEY, LIFE)).last();
        TagRecord record = run(Tags.change(KEY, List.of("toys"), LIFE));
        assertThat(record.isCurrent(stamp, hashes("toys"))).isFalse();
        assertThat(record.isCurrent(stamp, hashes("books", "toys"))).isFalse();
        assertThat(record.isCurrent(stamp, hashes("books"))).isTrue();
        assertThat(record.isCurrent(stamp, hashes())).isTrue();
        assertThat(record.isCurrent(record.last(), hashes("toys"))).isTrue();
    }

    @Test
    void changeOfEverythingMakesAllResultsOutdated() {
        long stamp = run(Tags.read(KEY, LIFE)).last();
        TagRecord record = run(Tags.changeAll(KEY, LIFE));
        assertThat(record.isCurrent(stamp, hashes())).isFalse();
        assertThat(record.isCurrent(record.last(), hashes("toys"))).isTrue();
    }

    @Test
    void changesWithinOneMicrosecondOrAfterAStepBackOfTheClockStillCount() {
        long stamp = run(Tags.change(KEY, List.of("toys"), LIFE)).last();
        assertThat(run(Tags.change(KEY, List.of("toys"), LIFE)).isCurrent(stamp, hashes("toys")))
                .isFalse();
        now -= Duration.ofHours(1).toNanos() / 1_000;
        assertThat(run(Tags.change(KEY, List.of("books"), LIFE)).isCurrent(stamp, hashes("books")))
                .isFalse();
    }

    @Test
    void lostRecordMakesNothingValidAgain() {
        long stamp = run(Tags.read(KEY, LIFE)).last();
        run(Tags.change(KEY, List.of("toys"), LIFE));
        entry = null;
        now++;
        assertThat(run(Tags.read(KEY, LIFE)).isCurrent(stamp, hashes("toys"))).isFalse();
    }

    @Test
    void tagIsForgottenWhenNoResultFromBeforeItsChangeCanLive() {
        run(Tags.change(KEY, List.of("toys"), LIFE));
        now += 1 + LIFE * 1_000;
        assertThat(run(Tags.change(KEY, List.of("books"), LIFE)).changed()).hasSize(2);
        now += 1;
        assertThat(run(Tags.change(KEY, List.of("books"), LIFE)).changed()).hasSize(1);
    }

    @Test
    void tagsThatWereChangedFirstAreMergedWhenThereAreTooMany() {
        long first = run(Tags.change(KEY, List.of("first"), LIFE)).last();
        long second = run(Tags.change(KEY, List.of("second"), LIFE)).last();
        TagRecord full = run(Tags.change(
                KEY, IntStream.range(0, Tags.MOST - 1).mapToObj(i -> "tag-" + i).toList(), LIFE));
        assertThat(full.changed()).hasSize(Tags.MOST);
        assertThat(full.isCurrent(first - 1, hashes())).isFalse();
        assertThat(full.isCurrent(first, hashes("first"))).isTrue();
        assertThat(full.isCurrent(first, hashes("second"))).isFalse();
        assertThat(full.isCurrent(second, hashes("second"))).isTrue();
        assertThat(entry).isNotNull();
        assertThat(entry.value().length).isLessThan(16_000);
    }

    @Test
    void foreignBytesAreReplacedByARecordThatMakesEverythingOutdated() {
        entry = new Entry(new byte[] {1, 2, 3}, Entry.NEVER);
        long stamp = now - 1;
        assertThat(run(Tags.read(KEY, LIFE)).isCurrent(stamp, hashes())).isFalse();
    }

    @Test
    void recordThatIsCopiedFromAnotherCacheMakesEverythingOutdated() {
        long stamp = run(Tags.change(KEY, List.of("toys"), LIFE)).last();
        byte[] copied = Objects.requireNonNull(entry).value();
        Key other = Namespace.of("test", "cache", "others", Key.Retention.KEPT).key("k");
        assertThat(TagRecord.read(other, copied)).isNull();
        now += 2;
        Transition<TagRecord> read = Tags.read(other, LIFE);
        Step step = read.apply(new Entry(copied, Entry.NEVER), now);
        assertThat(read.decode(other, step.reply()).isCurrent(stamp, hashes())).isFalse();
    }

    @Test
    void everyFlippedBitMakesEverythingOutdated() {
        long stamp = run(Tags.change(KEY, List.of("toys", "books"), LIFE)).last();
        byte[] intact = Objects.requireNonNull(entry).value();
        for (int bit = 0; bit < intact.length * Byte.SIZE; bit++) {
            byte[] damaged = intact.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            entry = new Entry(damaged, Entry.NEVER);
            now += 2;
            assertThat(TagRecord.read(KEY, damaged)).as("bit %d", bit).isNull();
            assertThat(run(Tags.read(KEY, LIFE)).isCurrent(stamp, hashes()))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void tagsWithTheSameTextHaveOneHash() {
        assertThat(Tags.hashes(List.of("a", "b", "a"))).hasSize(2).doesNotHaveDuplicates();
        assertThat(Tags.bytes(Tags.hashes(List.of("a")))).hasSize(8);
    }

    @Test
    void lifeMustBeOneThatARecordCanHave() {
        assertThatThrownBy(() -> Tags.read(KEY, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tags.read(KEY, Ttl.MAX.toMillis() + 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
