package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that hold something else: never overwritten by mistake, never taken for a record. */
public abstract class ClaimForeign extends ClaimGroup {

    private static final int FENCE = 6;
    private static final int HARD_UNTIL = 13;
    private static final int LEASE_UNTIL = 38;
    private static final int FRESH_UNTIL = 45;

    private List<Transition<?>> careful() {
        return List.of(
                ClaimTransitions.claim(request(first)),
                ClaimTransitions.renew(first, 1_000, 1_000),
                ClaimTransitions.complete(first, result("value", IfMissing.RECREATE)),
                ClaimTransitions.fail(first, 1_000),
                ClaimTransitions.resolve(first, 1, result("value", IfMissing.RECREATE)),
                ClaimTransitions.release(first, 1, 1_000));
    }

    private void write(byte[] value) {
        await(store.set(key, value, Ttl.ofMillis(HARD.toMillis())));
    }

    private void assertRefusedByAll(byte[] value) {
        write(value);
        for (Transition<?> transition : careful()) {
            assertThatExceptionOfType(KvException.class)
                    .isThrownBy(() -> step(transition))
                    .satisfies(error -> assertThat(error.kind()).isEqualTo(Kind.PERMANENT))
                    .satisfies(error -> assertThat(error.outcome()).isEqualTo(Outcome.NOT_APPLIED))
                    .satisfies(error -> assertThat(error.getMessage()).doesNotContain("claimed"));
            assertThat(value()).isEqualTo(value);
        }
    }

    private byte[] recordBytes() {
        won(request(third, fingerprint(1)));
        return value();
    }

    /** A record that nobody would have written, although its check is right. */
    private byte[] damaged(int index, int value) {
        byte[] bytes = recordBytes();
        bytes[index] = (byte) value;
        return checked(ByteBuffer.wrap(bytes)).array();
    }

    @Test
    void emptyValueIsRefused() {
        assertRefusedByAll(new byte[0]);
    }

    @Test
    void shortValueIsRefused() {
        assertRefusedByAll(Arrays.copyOf(recordBytes(), 35));
    }

    @Test
    void recordCutInItsLeaseIsRefused() {
        assertRefusedByAll(Arrays.copyOf(recordBytes(), 40));
    }

    @Test
    void recordCutInItsFingerprintIsRefused() {
        byte[] record = recordBytes();
        assertRefusedByAll(Arrays.copyOf(record, record.length - 1));
    }

    @Test
    void textIsRefused() {
        assertRefusedByAll(
                bytes("{\"some\":\"json that is longer than the header of a record, which has 60 bytes at most\"}"));
    }

    @Test
    void wrongCheckIsRefused() {
        byte[] record = recordBytes();
        record[0] ^= 0x40;
        assertRefusedByAll(record);
    }

    @Test
    void flippedBitOfAHeaderIsRefused() {
        byte[] record = recordBytes();
        for (int at = 0; at < 52; at++) {
            byte[] flipped = record.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            write(flipped);
            assertThatExceptionOfType(KvException.class)
                    .as("byte %d", at)
                    .isThrownBy(() -> step(ClaimTransitions.renew(third, 1_000, 1_000)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void flippedBitIsRefusedByTheCompletionOfItsOwner(boolean withPrint) {
        won(withPrint ? request(third, fingerprint(1)) : request(third));
        byte[] record = value();
        Completion result = new Completion(bytes("value"), 1_000, 1_000, 0, null, IfMissing.RECREATE);
        for (int at = 0; at < 52; at++) {
            byte[] flipped = record.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            write(flipped);
            assertThatExceptionOfType(KvException.class)
                    .as("byte %d", at)
                    .isThrownBy(() -> step(ClaimTransitions.complete(third, result)));
            assertThat(value()).isEqualTo(flipped);
        }
    }

    @Test
    void earlierVersionIsRefused() {
        assertRefusedByAll(damaged(2, 1));
    }

    @Test
    void laterVersionIsRefused() {
        assertRefusedByAll(damaged(2, 3));
    }

    @Test
    void laterFlagIsRefused() {
        assertRefusedByAll(damaged(4, 8));
    }

    @Test
    void unheardOfStateIsRefused() {
        assertRefusedByAll(damaged(3, 6));
    }

    @Test
    void resultWithoutValueIsRefused() {
        assertRefusedByAll(damaged(3, 2));
    }

    @Test
    void claimWithoutLeaseIsRefused() {
        assertRefusedByAll(damaged(5, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {FENCE, HARD_UNTIL, LEASE_UNTIL, FRESH_UNTIL})
    void numberOutOfRangeIsRefused(int index) {
        assertRefusedByAll(damaged(index, 0x20));
    }

    static Stream<byte[]> foreign() {
        return Stream.of(new byte[0], new byte[35], new byte[200]);
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void claimReplacesItWhenAsked(byte[] value) {
        write(value);
        Claimed claimed = won(refreshing(first));
        assertThat(claimed).extracting(Claimed::how, Claimed::replacedForeign).containsExactly(How.NEW, true);
        assertThat(won(refreshing(first))).isEqualTo(claimed);
        assertThat(record().token()).isEqualTo(first);
    }

    @Test
    void nextOwnerReplacesNothing() {
        write(new byte[70]);
        won(refreshing(first));
        fail(first);
        assertThat(won(ClaimRequest.refresh(second, 1_000)).replacedForeign()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void putReplacesIt(byte[] value) {
        write(value);
        put("mine");
        assertDone(claim(first), "mine");
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void invalidationDeletesIt(byte[] value) {
        write(value);
        assertThat(step(ClaimTransitions.invalidate(null))).isTrue();
        assertThat(value()).isNull();
    }
}
