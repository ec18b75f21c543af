package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimRecord;
import io.kvkit.store.Entry;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.store.Step;
import io.kvkit.store.Steps;
import io.kvkit.store.Transition;
import io.kvkit.tck.ClaimScenario;
import io.kvkit.tck.VirtualTime;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A value that a server replied with is judged only if the script would say the same at any time of a span. */
class CreateVerdictTest {

    private static final long SEED = Long.getLong("kv.test.seed", 20_261_130);
    private static final int STEPS = 60_000;
    private static final int NONE = -1;
    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final ClaimScenario scenario = new ClaimScenario();
    private final Map<String, Map<Integer, Integer>> verdicts = new TreeMap<>();

    @Test
    void verdictHoldsAtEachTimeOfTheSpan() {
        Entry entry = null;
        long now = VirtualTime.START_MICROS;
        for (int i = 0; i < STEPS; i++) {
            now = Math.max(1, now + scenario.advance(random, value(entry), now));
            byte[] intrusion = scenario.intrusion(random, value(entry));
            entry = intrusion == null ? entry : new Entry(intrusion, Entry.NEVER);
            Transition<?> transition = scenario.next(random, value(entry), now);
            if (entry != null && transition.creates()) {
                judge(transition, entry, now);
            }
            entry = Steps.next(transition.apply(entry, now), KEY, entry, now);
        }
        assertThat(verdicts.get("claim")).containsOnlyKeys(NONE, 2, 3, 4, 5, 6, 127);
        assertThat(verdicts.get("mark")).containsOnlyKeys(NONE, 2, 3, 127);
    }

    @Test
    void stepThatCreatesPutsItsRecordUnderAMissingKeyForATime() {
        for (int i = 0; i < 1_000; i++) {
            Transition<?> transition = scenario.next(random, null, VirtualTime.START_MICROS);
            if (transition.creates()) {
                assertThat(transition.apply(null, VirtualTime.START_MICROS))
                        .isInstanceOfSatisfying(
                                Step.Put.class,
                                put -> assertThat(put.ttl().expires()).isTrue());
            }
        }
    }

    private void judge(Transition<?> transition, Entry entry, long now) {
        long from = now - random.nextLong(20_000);
        long to = now + random.nextLong(random.nextInt(8) == 0 ? 90_000_000_000L : 20_000);
        byte[] verdict = CreateRequest.verdict(transition, entry.value(), from, to);
        int code = verdict == null ? NONE : verdict[0];
        verdicts.computeIfAbsent(transition.script().name(), name -> new TreeMap<>())
                .merge(code, 1, Integer::sum);
        boolean isSame = times(entry, from, to)
                        .mapToInt(time -> kept(transition, entry, time))
                        .distinct()
                        .count()
                == 1;
        int first = kept(transition, entry, from);
        assertThat(code).as("seed %d, %s", SEED, transition).isEqualTo(isSame ? first : NONE);
    }

    // The ends of the span, and what is in it of the ends of the record.
    private LongStream times(Entry entry, long from, long to) {
        ClaimRecord record = ClaimRecord.read(entry.value());
        LongStream ends = record == null
                ? LongStream.of(from, to)
                : LongStream.of(record.leaseUntil(), record.hardUntil(), record.freshUntil());
        LongStream near = ends.flatMap(end -> LongStream.rangeClosed(end - 1, end + 1));
        LongStream inside = random.longs(5, from, to + 1);
        return LongStream.concat(LongStream.concat(near, inside), LongStream.of(from, to))
                .filter(time -> time >= from && time <= to);
    }

    private static int kept(Transition<?> transition, Entry entry, long time) {
        return transition.apply(entry, time) instanceof Step.Keep keep ? keep.reply()[0] : NONE;
    }

    private static byte @Nullable [] value(@Nullable Entry entry) {
        return entry == null ? null : entry.value();
    }
}
