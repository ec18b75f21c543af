package io.kvkit.spring.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.spring.exchange.RequestTooLargeException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;

/** A request body that is compared and still read by the handler. */
class HeldInputTest {

    private final List<String> seen = new ArrayList<>();

    private final class Raw extends ServletInputStream {

        private final ByteArrayInputStream bytes;
        private final int most;
        private boolean ready = true;
        private @Nullable ReadListener listener;

        Raw(byte[] bytes, int most) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.most = most;
        }

        Raw notReady() {
            ready = false;
            return this;
        }

        boolean hasListener() {
            return listener != null;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] b, int off, int len) {
            return bytes.read(b, off, Math.min(len, most));
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setReadListener(ReadListener given) {
            listener = given;
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private HeldInput held(byte[] bytes) {
        return new HeldInput(new Raw(bytes, 3_000), 1 << 20);
    }

    @Test
    void bodyThatWasComparedIsReadByTheHandler() throws IOException {
        byte[] bytes = random(20_000);
        HeldInput input = held(bytes);
        assertThat(input.whole()).isEqualTo(bytes);
        assertThat(input.readAllBytes()).isEqualTo(bytes);
        assertThat(input.whole()).isEqualTo(bytes);
        assertThat(input.read()).isEqualTo(-1);
        assertThat(input.read(new byte[5], 0, 5)).isEqualTo(-1);
    }

    @Test
    void bodyThatTheHandlerReadIsCompared() throws IOException {
        byte[] bytes = random(20_000);
        HeldInput input = held(bytes);
        assertThat(input.readAllBytes()).isEqualTo(bytes);
        assertThat(input.whole()).isEqualTo(bytes);
        assertThat(input.isFinished()).isTrue();
    }

    @Test
    void bodyThatIsReadInPartsIsCompleteForBoth() throws IOException {
        byte[] bytes = random(10_000);
        HeldInput input = held(bytes);
        byte[] copy = new byte[bytes.length];
        for (int i = 0; i < 100; i++) {
            copy[i] = (byte) input.read();
        }
        assertThat(input.read(copy, 100, 400)).isEqualTo(400);
        assertThat(input.whole()).isEqualTo(bytes);
        assertThat(input.read(copy, 500, 1)).isOne();
        assertThat(input.readNBytes(copy, 501, bytes.length - 501)).isEqualTo(bytes.length - 501);
        assertThat(copy).isEqualTo(bytes);
    }

    @Test
    void byteIsANumberAboveZero() throws IOException {
        HeldInput input = held(new byte[] {-1, -128, 0});
        assertThat(List.of(input.read(), input.read(), input.read(), input.read()))
                .containsExactly(255, 128, 0, -1);
    }

    @Test
    void nothingIsReadForNothing() throws IOException {
        HeldInput input = held(new byte[] {1});
        assertThat(input.read(new byte[0], 0, 0)).isZero();
        assertThat(input.readAllBytes()).hasSize(1);
        assertThat(input.read(new byte[0], 0, 0)).isZero();
    }

    @Test
    void bodyOfTheLimitIsHeldAndALargerOneRefused() throws IOException {
        byte[] bytes = random(10_000);
        assertThat(new HeldInput(new Raw(bytes, 3_000), 10_000).whole()).isEqualTo(bytes);
        HeldInput larger = new HeldInput(new Raw(bytes, 3_000), 9_999);
        assertThatExceptionOfType(RequestTooLargeException.class).isThrownBy(larger::whole);
        assertThatExceptionOfType(RequestTooLargeException.class).isThrownBy(larger::whole);
    }

    @Test
    void handlerStillReadsABodyThatIsTooLargeToCompare() throws IOException {
        byte[] bytes = random(10_000);
        HeldInput input = new HeldInput(new Raw(bytes, 3_000), 5_000);
        assertThat(input.readAllBytes()).isEqualTo(bytes);
        assertThatExceptionOfType(RequestTooLargeException.class).isThrownBy(input::whole);
    }

    @Test
    void heldPartIsReadyAndTheRestIsWhenTheContainerSaysSo() throws IOException {
        HeldInput input = new HeldInput(new Raw(new byte[] {1, 2}, 1).notReady(), 100);
        assertThat(input.isReady()).isFalse();
        assertThat(input.isFinished()).isFalse();
        input.whole();
        assertThat(input.isReady()).isTrue();
        assertThat(input.isFinished()).isFalse();
        input.readAllBytes();
        assertThat(input.isReady()).isTrue();
        assertThat(input.isFinished()).isTrue();
        HeldInput ready = new HeldInput(new Raw(new byte[] {1}, 1), 100);
        assertThat(ready.isReady()).isTrue();
        assertThat(ready.read()).isOne();
        assertThat(ready.isFinished()).as("as the container says").isTrue();
    }

    private ReadListener listener(@Nullable ServletInputStream read) {
        return new ReadListener() {
            @Override
            public void onDataAvailable() throws IOException {
                seen.add("data");
                if (read != null) {
                    seen.add(Arrays.toString(read.readAllBytes()));
                }
            }

            @Override
            public void onAllDataRead() throws IOException {
                seen.add("all");
                throw new IOException("broken");
            }

            @Override
            public void onError(Throwable failure) {
                seen.add(failure.getMessage());
            }
        };
    }

    @Test
    void nonBlockingReaderGetsTheHeldBody() throws IOException {
        HeldInput input = held(new byte[] {1, 2});
        input.whole();
        input.setReadListener(listener(input));
        assertThat(seen).containsExactly("data", "[1, 2]", "all", "broken");
    }

    @Test
    void nonBlockingReaderIsNotToldOfAnEndBeforeIt() throws IOException {
        HeldInput input = held(new byte[] {1, 2});
        input.whole();
        input.setReadListener(listener(null));
        assertThat(seen).containsExactly("data");
    }

    @Test
    void containerTellsOfABodyThatIsNotHeld() {
        Raw raw = new Raw(new byte[] {1}, 1);
        new HeldInput(raw, 100).setReadListener(listener(null));
        assertThat(raw.hasListener()).isTrue();
        assertThat(seen).isEmpty();
    }

    @Test
    void emptyBodyEnds() throws IOException {
        HeldInput input = new HeldInput(new DelegatingServletInputStream(new ByteArrayInputStream(new byte[0])), 100);
        assertThat(input.read()).isEqualTo(-1);
        assertThat(input.whole()).isEmpty();
    }
}
