package io.kvkit.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.ClaimRequest.Foreign;
import io.kvkit.claim.ClaimRequest.Mode;
import io.kvkit.claim.Completion.IfMissing;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaimRecordTest {

    private static final Token TOKEN = new Token(0x0102030405060708L, 0x1112131415161718L);

    // A stored record outlives the release that wrote it: these bytes must be read for ever.
    private static final String VERSION_1 = "b76b" + "01" + "02" + "0003" + "0002"
            + "0000000000000011" + "0000000000000000" + "0000000000000033" + "0000000000000044"
            + "ffffffffffffffff" + "01020304050607081112131415161718"
            + "aa".repeat(32)
            + "cafe";

    private static byte[] version1() {
        return HexFormat.of().parseHex(VERSION_1);
    }

    @Test
    void readsARecordOfVersionOne() {
        ClaimRecord record = ClaimRecord.read(version1());
        assertThat(record.state()).isEqualTo(State.DONE);
        assertThat(record.hasValue()).isTrue();
        assertThat(record.attempts()).isEqualTo(2);
        assertThat(record.fence()).isEqualTo(0x11);
        assertThat(record.leaseUntil()).isZero();
        assertThat(record.freshUntil()).isEqualTo(0x33);
        assertThat(record.hardUntil()).isEqualTo(0x44);
        assertThat(record.stamp()).isEqualTo(-1);
        assertThat(record.token()).isEqualTo(TOKEN);
        assertThat(record.fingerprint()).isEqualTo(HexFormat.of().parseHex("aa".repeat(32)));
        assertThat(record.payload()).isEqualTo(HexFormat.of().parseHex("cafe"));
        assertThat(record.payloadOffset()).isEqualTo(96);
        assertThat(record.header()).isEqualTo(Arrays.copyOf(version1(), 64));
    }

    @Test
    void writesTheSameBytes() {
        ClaimRecord record = ClaimRecord.read(version1());
        assertThat(Draft.of(record).bytes(record.fingerprint(), record.payload()))
                .isEqualTo(version1());
    }

    @Test
    void whatIsNoRecordIsReadAsNull() {
        assertThat(ClaimRecord.read(new byte[0])).isNull();
        assertThat(ClaimRecord.read(new byte[64])).isNull();
        assertThat(ClaimRecord.read(Arrays.copyOf(version1(), 95))).isNull();
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
