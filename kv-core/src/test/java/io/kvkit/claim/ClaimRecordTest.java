package io.kvkit.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.ClaimRequest.Foreign;
import io.kvkit.claim.ClaimRequest.Mode;
import io.kvkit.claim.Completion.IfMissing;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaimRecordTest {

    private static final Token TOKEN = new Token(0x0102030405060708L, 0x1112131415161718L);

    // A stored record outlives the release that wrote it: these bytes must be read for ever.
    private static final byte[] SHORTEST = HexFormat.of()
            .parseHex("297f" + "02" + "02" + "0201" + "00000000000011" + "00000000000044"
                    + "01020304050607081112131415161718" + "cafe");
    private static final byte[] LONGEST = HexFormat.of()
            .parseHex("2bce" + "02" + "02" + "0183" + "00000000000011" + "1fffffffffffff"
                    + "01020304050607081112131415161718" + "0002" + "00000000000022" + "00000000000033"
                    + "ffffffffffffffff" + "aa".repeat(32) + "cafe");
    private static final byte[] VERSION_1 = HexFormat.of()
            .parseHex("b76b" + "01" + "02" + "0001" + "0001" + "0000000000000011" + "0000000000000000"
                    + "0000000000000044" + "0000000000000044" + "0000000000000000"
                    + "01020304050607081112131415161718" + "cafe");

    @Test
    void readsTheShortestRecord() {
        ClaimRecord record = ClaimRecord.read(SHORTEST);
        assertThat(record.state()).isEqualTo(State.DONE);
        assertThat(record.hasValue()).isTrue();
        assertThat(record.attempts()).isEqualTo(1);
        assertThat(record.fence()).isEqualTo(0x11);
        assertThat(record.leaseUntil()).isZero();
        assertThat(record.freshUntil()).isEqualTo(0x44);
        assertThat(record.hardUntil()).isEqualTo(0x44);
        assertThat(record.stamp()).isZero();
        assertThat(record.token()).isEqualTo(TOKEN);
        assertThat(record.fingerprint()).isNull();
        assertThat(record.payload()).isEqualTo(HexFormat.of().parseHex("cafe"));
        assertThat(record.payloadOffset()).isEqualTo(36);
        assertThat(record.header()).isEqualTo(Arrays.copyOf(SHORTEST, 36));
    }

    @Test
    void readsTheLongestHeader() {
        ClaimRecord record = ClaimRecord.read(LONGEST);
        assertThat(record.state()).isEqualTo(State.DONE);
        assertThat(record.hasValue()).isTrue();
        assertThat(record.state()).isEqualTo(State.DONE);
        assertThat(record.hasValue()).isTrue();
        assertThat(record.attempts()).isEqualTo(2);
        assertThat(record.fence()).isEqualTo(0x11);
        assertThat(record.leaseUntil()).isEqualTo(0x22);
        assertThat(record.freshUntil()).isEqualTo(0x33);
        assertThat(record.hardUntil()).isEqualTo((1L << 53) - 1);
        assertThat(record.stamp()).isEqualTo(-1);
        assertThat(record.token()).isEqualTo(TOKEN);
        assertThat(record.fingerprint()).isEqualTo(HexFormat.of().parseHex("aa".repeat(32)));
        assertThat(record.payload()).isEqualTo(HexFormat.of().parseHex("cafe"));
        assertThat(record.payloadOffset()).isEqualTo(92);
        assertThat(record.header()).isEqualTo(Arrays.copyOf(LONGEST, 60));
    }

    @Test
    void writesTheSameBytes() {
        for (byte[] bytes : List.of(SHORTEST, LONGEST)) {
            ClaimRecord record = ClaimRecord.read(bytes);
            assertThat(Draft.of(record).bytes(record.fingerprint(), record.payload()))
                    .isEqualTo(bytes);
            assertThat(Draft.of(record).header()).isEqualTo(record.header());
        }
    }

    private static byte[] withFlags(int flags) {
        ByteBuffer bytes = ByteBuffer.wrap(LONGEST.clone()).putShort(4, (short) flags);
        return bytes.putShort(0, (short) HeaderCheck.of(bytes.array(), 60)).array();
    }

    @Test
    void readsEveryFlagOfThisVersionAndNoOther() {
        int present = ClaimRecord.read(LONGEST).flags();
        for (int bit = 0; bit < Short.SIZE; bit++) {
            byte[] bytes = withFlags(HeaderCheck.even(present | 1 << bit));
            assertThat(ClaimRecord.read(bytes) != null).as("flag %d", 1 << bit).isEqualTo(bit < 11);
        }
    }

    @Test
    void flippedFlagIsNotedAlthoughTheCheckWouldFit() {
        int present = ClaimRecord.read(LONGEST).flags();
        for (int bit = 0; bit < Short.SIZE; bit++) {
            assertThat(ClaimRecord.read(withFlags(present ^ 1 << bit))).isNull();
        }
    }

    @Test
    void everyFlippedBitOfAHeaderIsNoted() {
        for (byte[] intact : List.of(SHORTEST, LONGEST)) {
            int length = ClaimRecord.read(intact).header().length;
            for (int bit = 0; bit < length * Byte.SIZE; bit++) {
                byte[] damaged = intact.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(ClaimRecord.read(damaged)).as("bit %d", bit).isNull();
            }
        }
    }

    @Test
    void otherVersionsAreReadAsNull() {
        assertThat(ClaimRecord.read(VERSION_1)).isNull();
        byte[] later = LONGEST.clone();
        later[2] = 3;
        assertThat(ClaimRecord.read(later)).isNull();
    }

    @Test
    void whatIsNoRecordIsReadAsNull() {
        assertThat(ClaimRecord.read(new byte[0])).isNull();
        assertThat(ClaimRecord.read(new byte[36])).isNull();
        assertThat(ClaimRecord.read(Arrays.copyOf(SHORTEST, 35))).isNull();
        for (int length = 0; length < 92; length++) {
            assertThat(ClaimRecord.read(Arrays.copyOf(LONGEST, length))).isNull();
        }
    }

    @Test
    void noTokenIsGivenTwice() {
        Set<Token> tokens = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 100_000).parallel().forEach(i -> tokens.add(Token.random()));
        assertThat(tokens).hasSize(100_000);
    }

    @Test
    void tokenSurvivesItsBytes() {
        assertThat(Token.of(TOKEN.bytes())).isEqualTo(TOKEN);
        assertThatIllegalArgumentException().isThrownBy(() -> Token.of(new byte[15]));
    }

    @Test
    void requestsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> ClaimRequest.create(Token.NONE, null, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ClaimRequest.create(TOKEN, null, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> ClaimRequest.create(TOKEN, null, 1, Long.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> ClaimRequest.create(TOKEN, new byte[31], 1, 1));
        ClaimRequest request = new ClaimRequest(TOKEN, null, 1, 1, Mode.CREATE, Foreign.REFUSE);
        assertThatIllegalArgumentException().isThrownBy(() -> request.withMaxAttempts(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> request.withMaxAttempts(65_536));
    }

    @Test
    void resultsOutOfRangeAreRefused() {
        byte[] payload = {};
        assertThatIllegalArgumentException().isThrownBy(() -> new Completion(payload, 2, 1, 0, null, IfMissing.REFUSE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Completion(payload, 0, 0, 0, null, IfMissing.REFUSE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Completion(payload, 1, 1, 0, new byte[1], IfMissing.REFUSE));
    }
}
