package io.kvkit.spring.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.spring.exchange.RecordedResponse;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.web.MockHttpServletResponse;

/** A body that is held back until it may leave. */
class HeldBodyTest {

    private final List<String> seen = new ArrayList<>();
    private final MockHttpServletResponse raw = new MockHttpServletResponse() {
        @Override
        public ServletOutputStream getOutputStream() {
            ServletOutputStream stream = super.getOutputStream();
            return new ServletOutputStream() {
                @Override
                public void write(int b) throws IOException {
                    stream.write(b);
                }

                @Override
                public void flush() throws IOException {
                    seen.add("flush");
                    stream.flush();
                }

                @Override
                public boolean isReady() {
                    return stream.isReady();
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    seen.add("listener");
                }
            };
        }
    };
    private final HeldBody body = new HeldBody(raw);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void nothingLeavesBeforeTheRelease() throws Exception {
        body.write('a');
        body.write(bytes("xbcx"), 1, 2);
        body.flush();
        assertThat(body.isReady()).isTrue();
        assertThat(body.isOpen()).isFalse();
        assertThat(body.toByteArray()).isEqualTo(bytes("abc"));
        assertThat(raw.getContentAsByteArray()).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void releasedBodyIsWholeWithItsLength() throws Exception {
        body.write(bytes("abc"));
        body.release();
        assertThat(raw.getContentAsString()).isEqualTo("abc");
        assertThat(raw.getContentLength()).isEqualTo(3);
        assertThat(body.toByteArray()).isEmpty();
        assertThat(body.isOpen()).isTrue();
        assertThat(body.spilled()).isFalse();
        body.release();
        body.spill();
        assertThat(raw.getContentAsString()).isEqualTo("abc");
        assertThat(body.spilled()).isFalse();
    }

    @Test
    void whatFollowsTheReleaseLeavesAtOnce() throws Exception {
        body.release();
        body.write(bytes("abc"));
        assertThat(raw.getContentAsString()).isEqualTo("abc");
        assertThat(body.toByteArray()).isEmpty();
        body.flush();
        assertThat(seen).containsExactly("flush");
    }

    @Test
    void emptyBodyHasNoLength() throws Exception {
        body.release();
        assertThat(raw.getHeader("Content-Length")).isNull();
    }

    @Test
    void bodyThatIsGivenFreeLeavesWithoutALength() throws Exception {
        body.write(bytes("abc"));
        body.spill();
        body.write(bytes("d"));
        assertThat(raw.getContentAsString()).isEqualTo("abcd");
        assertThat(raw.getHeader("Content-Length")).isNull();
        assertThat(body.spilled()).isTrue();
        assertThat(body.isOpen()).isTrue();
        assertThat(body.toByteArray()).isEmpty();
    }

    @Test
    void bodyIsHeldUpToTheMostThatIsRecorded() throws Exception {
        byte[] most = new byte[RecordedResponse.MAX_BODY];
        body.write(most);
        assertThat(body.spilled()).isFalse();
        assertThat(raw.getContentAsByteArray()).isEmpty();
        body.write(1);
        assertThat(body.spilled()).isTrue();
        assertThat(raw.getContentAsByteArray()).hasSize(RecordedResponse.MAX_BODY + 1);
    }

    @Test
    void bodyThatIsResetBeginsAgain() throws Exception {
        body.write(bytes("abc"));
        body.reset();
        body.write(bytes("d"));
        assertThat(body.toByteArray()).isEqualTo(bytes("d"));
    }

    @Test
    void nonBlockingWriterGetsTheResponseOfTheContainer() throws Exception {
        body.write(bytes("abc"));
        body.setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() {
                seen.add("possible");
            }

            @Override
            public void onError(Throwable failure) {
                seen.add(failure.toString());
            }
        });
        assertThat(seen).containsExactly("listener");
        assertThat(body.spilled()).isTrue();
        assertThat(raw.getContentAsString()).isEqualTo("abc");
    }

    /** Something that a thread does with a body. */
    private interface Use {

        void with(HeldBody body) throws IOException;
    }

    static Stream<Arguments> uses() {
        return Stream.of(
                use("write", body -> body.write(1)),
                use("flush", HeldBody::flush),
                use("release", HeldBody::release),
                use("spill", HeldBody::spill),
                use("listener", body -> body.setWriteListener(new Nothing())));
    }

    private static Arguments use(String name, Use use) {
        return Arguments.of(name, use);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void otherThreadsMayWriteAfterIt(String name, Use use) throws Exception {
        use.with(body);
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            try {
                body.write('z');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        other.get(60, TimeUnit.SECONDS);
    }

    private static class Nothing implements WriteListener {

        @Override
        public void onWritePossible() {
            // Nothing is written.
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void nonBlockingWriterIsToldOfAResponseThatFails() throws Exception {
        IOException broken = new IOException("broken");
        HeldBody failing = new HeldBody(new MockHttpServletResponse() {
            @Override
            public ServletOutputStream getOutputStream() {
                throw Failures.<RuntimeException>sneaky(broken);
            }
        });
        failing.write(1);
        failing.setWriteListener(new Nothing() {
            @Override
            public void onError(Throwable failure) {
                seen.add(failure.getMessage());
            }
        });
        assertThat(seen).containsExactly("broken");
    }

    @Test
    void textPassesThroughAtOnceWhenTheBodyIsOpen() throws Exception {
        try (Writer writer = new PromptWriter(body, "UTF-8")) {
            writer.write("a");
            writer.write(new char[] {'b'}, 0, 1);
            writer.write('c');
            assertThat(body.toByteArray()).isEmpty();
            writer.flush();
            assertThat(body.toByteArray()).isEqualTo(bytes("abc"));
            body.release();
            writer.write("d");
            assertThat(raw.getContentAsString()).isEqualTo("abcd");
            writer.write(new char[] {'e'}, 0, 1);
            assertThat(raw.getContentAsString()).isEqualTo("abcde");
            writer.write('f');
            assertThat(raw.getContentAsString()).isEqualTo("abcdef");
        }
    }

    @Test
    void endlessBodiesAreKnownByTheirType() {
        assertThat(StreamedTypes.contain(null)).isFalse();
        assertThat(StreamedTypes.contain("application/json")).isFalse();
        assertThat(StreamedTypes.contain("text/event-stream;charset=UTF-8")).isTrue();
        assertThat(StreamedTypes.contain("application/x-ndjson")).isTrue();
        assertThat(StreamedTypes.contain("multipart/x-mixed-replace; boundary=a"))
                .isTrue();
    }
}
