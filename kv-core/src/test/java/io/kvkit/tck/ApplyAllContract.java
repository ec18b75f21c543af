package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.store.TtlResult;
import io.kvkit.tck.ThrowingTransition.Part;
import io.kvkit.value.SetIfAbsentResult;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transitions of several keys at once. */
public abstract class ApplyAllContract extends ContractGroup {

    private static final Ttl HOUR = Ttl.of(Duration.ofHours(1));
    private static final Transition<Long> ONE_MORE = Values.increment(1, HOUR);

    @Test
    void noTransitionsAreAnsweredEmpty() {
        Batch<Key, Long> none = await(store.applyAll(Map.<Key, Transition<Long>>of()));
        assertThat(none.values()).isEmpty();
        assertThat(none.failures()).isEmpty();
    }

    @Test
    void eachTransitionIsAnsweredUnderItsKey() {
        Map<Key, Transition<Long>> increments = new LinkedHashMap<>();
        for (int i = 9; i > 0; i--) {
            increments.put(key("n" + i), Values.increment(i, Ttl.NONE));
        }
        Map<Key, Long> sums = await(store.applyAll(increments)).orThrow();
        assertThat(sums).hasSize(9);
        for (int i = 1; i < 10; i++) {
            assertThat(sums).containsEntry(key("n" + i), (long) i);
            assertThat(await(store.get(key("n" + i)))).isEqualTo(bytes("" + i));
        }
    }

    @Test
    void transitionsOfAnyKindsGoTogether() {
        await(store.set(key("old"), bytes("one"), Ttl.NONE));
        Map<Key, Transition<?>> mixed = Map.of(
                key("number"), Values.increment(5, HOUR),
                key("new"), Values.setIfAbsent(bytes("x"), HOUR),
                key("old"), Values.compareAndDelete(bytes("one")),
                key("missing"), Values.ttl());
        Map<Key, Object> answers = await(store.<Object>applyAll(mixed)).orThrow();
        assertThat(answers)
                .hasSize(4)
                .containsEntry(key("number"), 5L)
                .containsEntry(key("old"), true)
                .containsEntry(key("missing"), new TtlResult.Missing());
        assertThat(answers.get(key("new")))
                .isInstanceOfSatisfying(
                        SetIfAbsentResult.class,
                        result -> assertThat(result.written()).isTrue());
        assertThat(await(store.exists(key("old")))).isFalse();
        assertThat(await(store.apply(key("number"), Values.ttl()))).isInstanceOf(TtlResult.Expires.class);
    }

    @Test
    void eachTransitionSeesWhatTheLastOneLeft() {
        for (long i = 1; i <= 3; i++) {
            Map<Key, Long> sums = await(store.applyAll(Map.of(key("a"), ONE_MORE, key("b"), ONE_MORE)))
                    .orThrow();
            assertThat(sums).containsOnly(Map.entry(key("a"), i), Map.entry(key("b"), i));
        }
    }

    @Test
    void keyThatATransitionRefusesFailsAlone() {
        await(store.set(key("bad"), bytes("abc"), Ttl.NONE));
        Batch<Key, Long> batch =
                await(store.applyAll(Map.of(key("good"), ONE_MORE, key("bad"), ONE_MORE, key("other"), ONE_MORE)));
        assertThat(batch.values()).containsOnly(Map.entry(key("good"), 1L), Map.entry(key("other"), 1L));
        assertThat(batch.failures()).containsOnlyKeys(key("bad")).allSatisfy((key, failure) -> {
            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(failure.key()).isEqualTo(key.toString());
        });
        assertThat(await(store.get(key("bad")))).isEqualTo(bytes("abc"));
    }

    @Test
    void foreignRecordIsNeverOverwrittenAndFailsAlone() {
        await(store.set(key("foreign"), bytes("not a record"), Ttl.NONE));
        Transition<ClaimReply> claim =
                ClaimTransitions.claim(ClaimRequest.create(null, Duration.ofMinutes(1), Duration.ofHours(1)));
        Batch<Key, ClaimReply> batch = await(store.applyAll(Map.of(key("foreign"), claim, key("free"), claim)));
        assertThat(batch.values()).containsOnlyKeys(key("free"));
        assertThat(batch.values().get(key("free"))).isInstanceOf(ClaimReply.Claimed.class);
        assertThat(batch.failures()).containsOnlyKeys(key("foreign"));
        assertThat(batch.failures().get(key("foreign")).kind()).isEqualTo(Kind.PERMANENT);
        assertThat(await(store.get(key("foreign")))).isEqualTo(bytes("not a record"));
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void transitionThatThrowsFailsItsKeyAlone(Part part) {
        Batch<Key, Long> batch = await(store.applyAll(
                Map.of(key("a"), ONE_MORE, key("bad"), new ThrowingTransition<>(ONE_MORE, part), key("b"), ONE_MORE)));
        assertThat(batch.values()).containsOnly(Map.entry(key("a"), 1L), Map.entry(key("b"), 1L));
        assertThat(batch.failures()).containsOnlyKeys(key("bad")).allSatisfy((key, failure) -> {
            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure.key()).isEqualTo(key.toString());
        });
        assertThat(await(store.exists(key("bad")))).isEqualTo(part == Part.READING);
    }

    @Test
    void missingTransitionFailsItsKeyAlone() {
        Map<Key, Transition<Long>> transitions = new HashMap<>();
        transitions.put(key("none"), null);
        transitions.put(key("a"), ONE_MORE);
        Batch<Key, Long> batch = await(store.applyAll(transitions));
        assertThat(batch.values()).containsOnly(Map.entry(key("a"), 1L));
        assertThat(batch.failures()).containsOnlyKeys(key("none")).allSatisfy((key, failure) -> {
            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure.key()).isEqualTo(key.toString());
        });
    }

    @Test
    void transitionsThatAllThrowAreAnsweredToo() {
        Map<Key, Transition<Long>> transitions = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            transitions.put(key("n" + i), new ThrowingTransition<>(ONE_MORE, Part.STEP));
        }
        assertThat(await(store.applyAll(transitions)).failures()).hasSize(1_000);
    }

    @Test
    void thousandsOfTransitionsPassInOneBatch() {
        Map<Key, Transition<Long>> transitions = new HashMap<>();
        for (int i = 0; i < 6_000; i++) {
            transitions.put(key("many-" + i), ONE_MORE);
        }
        assertThat(await(store.applyAll(transitions)).orThrow().values())
                .hasSize(6_000)
                .containsOnly(1L);
        assertThat(await(store.applyAll(transitions)).orThrow().values())
                .hasSize(6_000)
                .containsOnly(2L);
    }

    @Test
    void transitionsThatAreAddedOrTakenLaterDoNotCount() {
        Map<Key, Transition<Long>> transitions = new HashMap<>(Map.of(key("a"), ONE_MORE));
        var changed = store.applyAll(transitions);
        transitions.clear();
        transitions.put(key("b"), ONE_MORE);
        assertThat(await(changed).orThrow()).containsOnly(Map.entry(key("a"), 1L));
        assertThat(await(store.exists(key("b")))).isFalse();
    }
}
