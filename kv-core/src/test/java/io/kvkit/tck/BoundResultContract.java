package io.kvkit.tck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.claim.ClaimRecord;
import io.kvkit.codec.KvKeyring;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.IdempotencyOutcomeUnknownException;
import io.kvkit.recipe.once.IdempotencyResultNotRetainedException;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.OutcomeUnknownException;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.Ttl;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a record keeps of a call belongs to its key, on any store and in any style of calling. */
public abstract class BoundResultContract extends IdempotencyFixture {

    private static final String CANARY = "canary-4711";
    private static final String LONG_ID = "a".repeat(64);
    private static final KvKeyring OLD =
            KvKeyring.builder().key(LONG_ID, secret(1)).build();
    private static final KvKeyring BOTH =
            KvKeyring.builder().key("b", secret(2)).key(LONG_ID, secret(1)).build();
    private static final KvKeyring NEW = KvKeyring.builder().key("b", secret(2)).build();

    private final Key other = newKey("idempotency");
    private SeenContexts seen;

    @BeforeEach
    void look() {
        seen = new SeenContexts(guard);
        guard = seen;
    }

    private static byte[] secret(int content) {
        byte[] secret = new byte[KvKeyring.SECRET_BYTES];
        Arrays.fill(secret, (byte) content);
        return secret;
    }

    private OnceCall sealed(@Nullable KvKeyring keyring) {
        return sealed(key, keyring);
    }

    private static OnceCall sealed(Key where, @Nullable KvKeyring keyring) {
        OnceSettings settings = OnceSettings.idempotency(LEASE, RETENTION, OnStoreFailure.FAIL);
        return OnceCall.of(where, new Duplicates.Replay(TEXT), settings.sealedBy(keyring));
    }

    private byte[] record() {
        return result(store.get(key).toCompletableFuture());
    }

    private void write(Key where, byte[] record) {
        result(store.set(where, record, Ttl.ofMillis(60_000)).toCompletableFuture());
    }

    /** Makes a call that fails after its steps. */
    private void steps(OnceCall call, String... names) {
        Handler handler = Handler.open();
        var started = start(guard, call, handler);
        handler.awaitBegin();
        Arrays.stream(names).forEach(name -> step(seen.last(), name));
        handler.fail(new IOException("broken"));
        failure(started);
    }

    private String step(IdempotencyContext context, String name) {
        return context.step(name, String.class, () -> CANARY + " " + name + " by attempt " + context.attempt());
    }

    private Throwable failureOfStep(OnceCall call) {
        return failure(guard, call, () -> {
            step(seen.last(), "charge");
            throw new AssertionError("The step was done");
        });
    }

    private void assertNotReplayed(OnceCall call) {
        outcomes.clear();
        Handler second = Handler.returning("second");
        assertThat(failure(guard, call, second)).isInstanceOf(IdempotencyResultNotRetainedException.class);
        assertThat(second.runs()).isZero();
        assertThat(outcomes).containsExactly(Outcome.SEAL_BROKEN, Outcome.NOT_RETAINED);
    }

    private void assertHeld(OnceCall call) {
        assertThat(failureOfStep(call)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(failureOfStep(call)).isInstanceOf(IdempotencyOutcomeUnknownException.class);
    }

    @Nested
    class Open {

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"first", ""})
        void resultCopiedUnderAnotherKeyIsNotReplayed(@Nullable String first) {
            run(guard, call(), Handler.returning(first));
            write(other, record());
            outcomes.clear();
            Handler second = Handler.returning("second");
            assertThat(failure(guard, sealed(other, null), second))
                    .isInstanceOfSatisfying(
                            KvException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT));
            assertThat(second.runs()).isZero();
            assertThat(outcomes).containsExactly(Outcome.UNAVAILABLE);
        }

        @Test
        void stepsCopiedUnderAnotherKeyAreNotTakenForDone() {
            steps(call(), "charge");
            write(other, record());
            assertHeld(sealed(other, null));
            assertThat(outcomes).doesNotContain(Outcome.SEAL_BROKEN).contains(Outcome.HELD);
        }

        @Test
        void sealedResultIsNotReadWithoutKeys() {
            run(guard, sealed(OLD), Handler.returning("first"));
            assertThat(failure(guard, call(), Handler.returning("second"))).isInstanceOf(KvException.class);
        }
    }

    @Nested
    class Sealed {

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {CANARY, ""})
        void resultIsReplayedAndNotSeen(@Nullable String first) {
            run(guard, sealed(OLD), Handler.returning(first));
            assertThat(run(guard, sealed(OLD), Handler.returning("second"))).isEqualTo(first);
            assertThat(new String(record(), ISO_8859_1)).doesNotContain(CANARY);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = "planted")
        void plainTextIsNotReplayed(@Nullable String planted) {
            run(guard, call(), Handler.returning(planted));
            assertNotReplayed(sealed(OLD));
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = "first")
        void sealIsBrokenUnderAnotherKey(@Nullable String first) {
            run(guard, sealed(OLD), Handler.returning(first));
            write(other, record());
            assertNotReplayed(sealed(other, OLD));
        }

        @Test
        void everyChangedByteAndEveryShorterResultBreaksTheSeal() {
            run(guard, sealed(OLD), Handler.returning("first"));
            byte[] intact = record();
            int start = ClaimRecord.read(intact).payloadOffset();
            for (int at = start; at < intact.length; at++) {
                int changed = at;
                assertNotReplayedAfter(intact, bytes -> {
                    bytes[changed] ^= 0x40;
                    return bytes;
                });
                assertNotReplayedAfter(intact, bytes -> Arrays.copyOf(bytes, changed));
            }
        }

        private void assertNotReplayedAfter(byte[] intact, UnaryOperator<byte[]> change) {
            write(key, change.apply(intact.clone()));
            assertNotReplayed(sealed(OLD));
        }

        @Test
        void oldKeyReadsUntilItIsRemoved() {
            run(guard, sealed(OLD), Handler.returning("first"));
            assertThat(run(guard, sealed(BOTH), Handler.returning("second"))).isEqualTo("first");
            assertNotReplayed(sealed(NEW));
        }

        @Test
        void stepsAreKnownToTheNextAttemptAndNotSeen() {
            steps(sealed(OLD), "charge", "book");
            assertThat(new String(record(), ISO_8859_1)).doesNotContain(CANARY, "charge");
            Handler handler = Handler.open();
            var second = start(guard, sealed(OLD), handler);
            handler.awaitBegin();
            assertThat(step(seen.last(), "book")).isEqualTo(CANARY + " book by attempt 1");
            handler.finish("done");
            assertThat(result(second)).isEqualTo("done");
        }

        @Test
        void stepNotedWithANewKeyOfAShorterIdIsNotLost() {
            steps(sealed(OLD), "a");
            steps(sealed(BOTH), "b");
            Handler handler = Handler.open();
            var third = start(guard, sealed(BOTH), handler);
            handler.awaitBegin();
            assertThat(step(seen.last(), "a")).isEqualTo(CANARY + " a by attempt 1");
            assertThat(step(seen.last(), "b")).isEqualTo(CANARY + " b by attempt 2");
            handler.finish("done");
            result(third);
        }

        @Test
        void brokenSealOfStepsIsNotNoSteps() {
            steps(sealed(OLD), "charge");
            byte[] damaged = record();
            damaged[damaged.length - 1] ^= 1;
            write(key, damaged);
            assertHeld(sealed(OLD));
            assertThat(outcomes).contains(Outcome.SEAL_BROKEN, Outcome.HELD).endsWith(Outcome.UNDECIDED);
        }

        @Test
        void plantedStepsAreNotTakenForDone() {
            steps(call(), "charge");
            assertHeld(sealed(OLD));
        }

        @Test
        void callWithBrokenStepsFailsAtItsStepAndNotBefore() {
            steps(call(), "charge");
            assertThat(run(guard, sealed(OLD), Handler.returning("without steps")))
                    .isEqualTo("without steps");
            assertThatThrownBy(() -> result(start(guard, sealed(NEW), Handler.returning("second"))))
                    .isInstanceOf(IdempotencyResultNotRetainedException.class);
        }
    }
}
