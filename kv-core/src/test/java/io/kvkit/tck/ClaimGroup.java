package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.CompleteReply;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.FailReply;
import io.kvkit.claim.MarkReply;
import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import io.kvkit.store.Transition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;

/** What the groups about claims have in common: three owners, a key, and spans that real time does not reach. */
public abstract class ClaimGroup extends ContractGroup {

    protected static final Duration LEASE = Duration.ofSeconds(30);
    protected static final Duration RETENTION = Duration.ofHours(24);
    protected static final Duration FRESH = Duration.ofMinutes(1);
    protected static final Duration HARD = Duration.ofMinutes(10);

    protected final Token first = Token.random();
    protected final Token second = Token.random();
    protected final Token third = Token.random();
    protected Key key;

    @BeforeEach
    void nameKey() {
        key = key("claimed");
    }

    protected final <R> R step(Transition<R> transition) {
        return await(store.apply(key, transition));
    }

    protected static ClaimRequest request(Token token) {
        return ClaimRequest.create(token, null, LEASE.toMillis(), RETENTION.toMillis());
    }

    protected static ClaimRequest request(Token token, byte[] fingerprint) {
        return ClaimRequest.create(token, fingerprint, LEASE.toMillis(), RETENTION.toMillis());
    }

    protected static ClaimRequest refreshing(Token token) {
        return ClaimRequest.refresh(token, LEASE.toMillis());
    }

    protected final ClaimReply claim(ClaimRequest request) {
        return step(ClaimTransitions.claim(request));
    }

    protected final ClaimReply claim(Token token) {
        return claim(request(token));
    }

    protected final Claimed won(ClaimRequest request) {
        ClaimReply reply = claim(request);
        assertThat(reply).isInstanceOf(Claimed.class);
        return (Claimed) reply;
    }

    protected final Claimed won(Token token) {
        return won(request(token));
    }

    protected final boolean renew(Token token) {
        return step(ClaimTransitions.renew(token, LEASE.toMillis(), RETENTION.toMillis()));
    }

    protected static Completion result(String payload, IfMissing ifMissing) {
        return new Completion(bytes(payload), FRESH.toMillis(), HARD.toMillis(), 7, null, ifMissing);
    }

    protected final CompleteReply complete(Token token, String payload) {
        return step(ClaimTransitions.complete(token, result(payload, IfMissing.RECREATE)));
    }

    protected final CompleteReply fill(Token token, String payload) {
        return step(ClaimTransitions.complete(token, result(payload, IfMissing.REFUSE)));
    }

    protected final FailReply fail(Token token) {
        return step(ClaimTransitions.fail(token, RETENTION.toMillis()));
    }

    protected final long put(String payload) {
        return step(ClaimTransitions.put(bytes(payload), FRESH.toMillis(), HARD.toMillis(), 7));
    }

    /** A value past its freshness, not past its end. */
    protected final void staleValue(String payload) {
        put(payload);
        advance(FRESH);
    }

    protected final FailReply withdraw(Token token) {
        return step(ClaimTransitions.withdraw(token, RETENTION.toMillis()));
    }

    protected final MarkReply mark(Token token) {
        return step(ClaimTransitions.mark(token, RETENTION.toMillis()));
    }

    protected final void abandon(Token token) {
        won(token);
        advance(LEASE);
    }

    protected final ClaimRecord record() {
        byte[] value = value();
        assertThat(value).as("the record").isNotNull();
        ClaimRecord record = ClaimRecord.read(value);
        assertThat(record).as("the record").isNotNull();
        return record;
    }

    protected final byte[] value() {
        return await(store.get(key));
    }

    protected final void assertDone(ClaimReply reply, String payload) {
        assertThat(reply)
                .isInstanceOfSatisfying(
                        ClaimReply.Done.class,
                        done -> assertThat(done.payload()).isEqualTo(bytes(payload)));
    }

    protected static byte[] fingerprint(int of) {
        byte[] fingerprint = new byte[32];
        Arrays.fill(fingerprint, (byte) of);
        return fingerprint;
    }

    /** Makes the check of a changed header right. */
    protected static ByteBuffer checked(ByteBuffer record) {
        int flags = record.getShort(4) & ~512;
        record.putShort(4, (short) (Integer.bitCount(flags) % 2 == 0 ? flags : flags | 512));
        int length = 36 + ((flags & 128) == 0 ? 0 : 16) + ((flags & 256) == 0 ? 0 : 8);
        long sum = 0xB76B + record.getShort(2);
        for (int word = 1; word < length / 4; word++) {
            sum += (word + 1) * Integer.toUnsignedLong(record.getInt(4 * word));
        }
        return record.putShort(0, (short) (sum % 65_521));
    }
}
