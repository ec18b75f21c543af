package io.kvkit.tck;

import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimRequest.Foreign;
import io.kvkit.claim.ClaimRequest.Mode;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.Token;
import io.kvkit.store.Transition;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All claim transitions by three owners, with jumps to the very ends of leases and values, and back. */
public final class ClaimScenario implements Scenario {

    private static final Token[] TOKENS = {new Token(1, 1), new Token(-1, 2), new Token(7, Long.MIN_VALUE)};
    private static final byte[][] FINGERPRINTS = {null, null, filled(32, 1), filled(32, -1)};
    private static final long[] SPANS = {1, 2, 999, 1_000, 30_000, 86_400_000L, 3_155_760_000_000L};

    private final long[] spans;

    /** A scenario with spans from a millisecond to a century. */
    public ClaimScenario() {
        this(SPANS);
    }

    /** A scenario with some spans in milliseconds. */
    public ClaimScenario(long... spans) {
        this.spans = spans;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Override
    public Transition<?> next(RandomGenerator random, byte @Nullable [] present, long now) {
        return switch (random.nextInt(11)) {
            case 0 -> ClaimTransitions.renew(token(random, present), span(random), span(random));
            case 1 -> ClaimTransitions.complete(token(random, present), completion(random));
            case 2 -> failure(random, present);
            case 3 -> decision(random, present);
            case 4 -> ClaimTransitions.invalidate(header(random, present));
            case 5 -> put(random);
            case 6 -> ClaimTransitions.note(token(random, present), span(random), span(random), payload(random));
            case 7 -> ClaimTransitions.mark(token(random, present), span(random));
            default -> ClaimTransitions.claim(request(random, present));
        };
    }

    private Transition<?> failure(RandomGenerator random, byte @Nullable [] present) {
        Token token = token(random, present);
        return switch (random.nextInt(6)) {
            case 0 -> ClaimTransitions.hold(token, span(random));
            case 1 -> ClaimTransitions.withdraw(token, span(random));
            case 2 -> ClaimTransitions.giveBack(token, span(random));
            case 3 -> ClaimTransitions.leave(token, span(random));
            default -> ClaimTransitions.fail(token, span(random));
        };
    }

    private Transition<?> put(RandomGenerator random) {
        long hard = span(random);
        return ClaimTransitions.put(payload(random), random.nextBoolean() ? hard : 0, hard, stamp(random));
    }

    private static long stamp(RandomGenerator random) {
        return random.nextBoolean() ? 0 : random.nextLong();
    }

    private Transition<?> decision(RandomGenerator random, byte @Nullable [] present) {
        Token token = token(random, present);
        long fence = fence(random, present);
        return random.nextBoolean()
                ? ClaimTransitions.resolve(token, fence, completion(random))
                : ClaimTransitions.release(token, fence, span(random));
    }

    private ClaimRequest request(RandomGenerator random, byte @Nullable [] present) {
        return new ClaimRequest(
                TOKENS[random.nextInt(3)],
                FINGERPRINTS[random.nextInt(4)],
                span(random),
                span(random),
                Mode.values()[random.nextInt(4)],
                random.nextBoolean() ? Foreign.REFUSE : Foreign.REPLACE,
                random.nextInt(5) == 0 ? ClaimRequest.MAX_ATTEMPTS : random.nextInt(4),
                random.nextInt(4) == 0 ? OnAbandoned.HOLD : OnAbandoned.RETRY,
                fence(random, present));
    }

    private Completion completion(RandomGenerator random) {
        long hard = span(random);
        long fresh = random.nextBoolean() ? hard : random.nextLong(hard + 1);
        IfMissing ifMissing = random.nextBoolean() ? IfMissing.RECREATE : IfMissing.REFUSE;
        if (random.nextInt(4) == 0) {
            return Completion.kept(fresh, hard, stamp(random));
        }
        byte[] print = FINGERPRINTS[random.nextInt(4)];
        return new Completion(payload(random), fresh, hard, stamp(random), print, ifMissing);
    }

    private static byte[] payload(RandomGenerator random) {
        // Some records are longer than what a script reads at first.
        byte[] payload = new byte[random.nextInt(8) == 0 ? random.nextInt(900, 1100) : random.nextInt(40)];
        random.nextBytes(payload);
        return payload;
    }

    private long span(RandomGenerator random) {
        return spans[random.nextInt(spans.length)];
    }

    private static Token token(RandomGenerator random, byte @Nullable [] present) {
        ClaimRecord record = present == null ? null : ClaimRecord.read(present);
        boolean owner =
                record != null && random.nextInt(3) > 0 && !record.token().equals(Token.NONE);
        return owner ? record.token() : TOKENS[random.nextInt(3)];
    }

    private static long fence(RandomGenerator random, byte @Nullable [] present) {
        ClaimRecord record = present == null ? null : ClaimRecord.read(present);
        return record == null || random.nextInt(4) == 0 ? random.nextInt(3) : record.fence();
    }

    private static byte @Nullable [] header(RandomGenerator random, byte @Nullable [] present) {
        if (random.nextInt(3) == 0) {
            return null;
        }
        ClaimRecord record = present == null ? null : ClaimRecord.read(present);
        byte[] header = record == null ? new byte[ClaimRecord.MIN_LENGTH] : record.header();
        header[random.nextInt(header.length)] += (byte) random.nextInt(2);
        return header;
    }

    @Override
    public long advance(RandomGenerator random, byte @Nullable [] present, long now) {
        ClaimRecord record = present == null ? null : ClaimRecord.read(present);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> 0;
            case 3 -> random.nextLong(1, 3_000_000);
            case 4 -> -random.nextLong(1, 5_000_000);
            case 5 -> span(random) * 10;
            default -> record == null ? 1 : boundary(random, record) - now;
        };
    }

    // Jumps of centuries, which damaged records ask for, would lead out of the range of exact numbers.
    private static long boundary(RandomGenerator random, ClaimRecord record) {
        long[] ends = {record.leaseUntil(), record.freshUntil(), record.hardUntil(), record.hardUntil() + 1_000_000};
        long end = ends[random.nextInt(ends.length)] + random.nextInt(-1, 2);
        boolean usable = end > VirtualTime.START_MICROS / 2 && end < VirtualTime.START_MICROS * 2;
        return usable ? end : VirtualTime.START_MICROS;
    }

    @Override
    public byte @Nullable [] intrusion(RandomGenerator random, byte @Nullable [] present) {
        if (random.nextInt(12) > 0) {
            return null;
        }
        if (present == null || random.nextInt(4) == 0) {
            byte[] garbage = new byte[random.nextInt(130)];
            random.nextBytes(garbage);
            return garbage;
        }
        byte[] damaged =
                Arrays.copyOf(present, random.nextInt(3) == 0 ? random.nextInt(present.length + 1) : present.length);
        if (damaged.length > 0) {
            damage(damaged, random);
        }
        return damaged;
    }

    // What says which fields there are is damaged as often as all else, bit by bit.
    private static void damage(byte[] bytes, RandomGenerator random) {
        if (random.nextBoolean()) {
            bytes[Math.min(random.nextInt(2, 6), bytes.length - 1)] ^= (byte) (1 << random.nextInt(8));
        } else {
            bytes[random.nextInt(Math.min(bytes.length, 92))] = (byte) random.nextInt();
        }
    }
}
