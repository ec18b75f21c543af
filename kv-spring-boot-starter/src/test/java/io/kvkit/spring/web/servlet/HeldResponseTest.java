package io.kvkit.spring.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.spring.exchange.RecordedResponse;
import io.kvkit.spring.exchange.RecordedResponse.Header;
import io.kvkit.spring.exchange.RecordedResponse.Kind;
import io.kvkit.spring.exchange.ReplayException;
import io.kvkit.spring.web.Facts;
import io.kvkit.spring.web.Told;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A response that is recorded before it leaves, or replaced by a recorded one. */
class HeldResponseTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/");
    private final MockHttpServletResponse raw = new MockHttpServletResponse() {

        private Locale locale = Locale.ENGLISH;

        // As Tomcat, which returns two equal values of one header as one.
        @Override
        public List<String> getHeaders(String name) {
            return super.getHeaders(name).stream().distinct().toList();
        }

        // As containers, which store the locale apart from the headers.
        @Override
        public void setLocale(Locale given) {
            locale = given;
        }

        @Override
        public Locale getLocale() {
            return locale;
        }
    };
    private final ServletExchange exchange =
            new ServletExchange(new HeldRequest(request, Facts.RULES.requests()), raw, Facts.RULES);
    private final HeldResponse held = exchange.hold(raw);

    private void guarded() {
        exchange.attach(new Told());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void responseThatNobodyWaitsForIsThatOfTheContainer() throws IOException {
        assertThat(held.getOutputStream()).isSameAs(raw.getOutputStream());
        held.flushBuffer();
        assertThat(raw.isCommitted()).isTrue();
        assertThat(held.record().retained()).isFalse();
        assertThat(exchange.held()).isSameAs(held);
    }

    @Test
    void writerThatNobodyWaitsForIsThatOfTheContainer() throws IOException {
        assertThat(held.getWriter()).isSameAs(raw.getWriter());
    }

    @Test
    void guardedResponseLeavesWhenItIsReleased() throws IOException {
        guarded();
        held.setStatus(201);
        held.setContentType("text/plain");
        PrintWriter writer = held.getWriter();
        assertThat(held.getWriter()).isSameAs(writer);
        writer.print("abc");
        held.flushBuffer();
        assertThat(raw.isCommitted()).isFalse();
        assertThat(raw.getContentAsByteArray()).isEmpty();
        RecordedResponse recorded = held.record();
        assertThat(recorded.status()).isEqualTo(201);
        assertThat(recorded.body()).isEqualTo(bytes("abc"));
        assertThat(recorded.header("Content-Type"))
                .isEqualTo(raw.getContentType())
                .contains("charset");
        held.release();
        assertThat(raw.getContentAsString()).isEqualTo("abc");
        writer.print("d");
        assertThat(raw.getContentAsString()).isEqualTo("abcd");
    }

    @Test
    void streamBeginsWithTheGuardAndStaysTheSame() throws IOException {
        guarded();
        held.getOutputStream().write(bytes("abc"));
        assertThat(held.getOutputStream()).isSameAs(held.getOutputStream());
        assertThat(held.record().body()).isEqualTo(bytes("abc"));
        held.release();
        assertThat(raw.getContentAsString()).isEqualTo("abc");
    }

    @Test
    void endlessBodyIsNotHeld() throws IOException {
        guarded();
        held.setContentType("text/event-stream");
        held.getOutputStream().write(bytes("data: 1"));
        assertThat(raw.getContentAsString()).isEqualTo("data: 1");
        assertThat(held.record().kind()).isEqualTo(Kind.NOT_RETAINED);
    }

    @Test
    void responseThatIsOpenedIsNotRetained() throws IOException {
        guarded();
        held.setStatus(201);
        held.setHeader("Location", "/orders/1");
        held.getWriter().print("abc");
        held.open();
        assertThat(raw.getContentAsString()).isEqualTo("abc");
        RecordedResponse recorded = held.record();
        assertThat(recorded.retained()).isFalse();
        assertThat(recorded.status()).isEqualTo(201);
        assertThat(recorded.header("Location")).isEqualTo("/orders/1");
    }

    @Test
    void resetDiscardsBodyHeadersAndLanguage() throws IOException {
        guarded();
        held.setHeader("X-Gone", "yes");
        held.setLocale(Locale.GERMANY);
        held.getWriter().print("gone");
        held.flushBuffer();
        held.reset();
        assertThat(held.record().body()).isEmpty();
        held.getOutputStream().write(bytes("kept"));
        RecordedResponse recorded = held.record();
        assertThat(recorded.body()).isEqualTo(bytes("kept"));
        assertThat(recorded.header("X-Gone")).isNull();
        assertThat(recorded.header("Content-Language")).isNull();
    }

    @Test
    void resetOfTheBufferKeepsTheHeaders() throws IOException {
        guarded();
        held.setHeader("X-Kept", "yes");
        held.getOutputStream().write(bytes("gone"));
        held.resetBuffer();
        assertThat(held.record().body()).isEmpty();
        assertThat(held.record().header("X-Kept")).isEqualTo("yes");
    }

    @Test
    void allHeadersOfTheResultAreRecorded() {
        raw.setHeader("X-Outer", "filter");
        raw.setContentType("text/css");
        guarded();
        held.addHeader("X-Part", "a");
        held.addHeader("X-Part", "b");
        held.addHeader("X-Part", "a");
        held.setHeader("Set-Cookie", "a=b");
        held.setLocale(Locale.GERMANY);
        assertThat(held.getHeaders("X-Part")).containsExactly("a", "b", "a");
        assertThat(held.record().headers())
                .contains(new Header("X-Part", "a"), new Header("X-Part", "b"))
                .extracting(Header::name)
                .doesNotContain("X-Outer", "Set-Cookie", "Content-Type");
        assertThat(held.record().header("Content-Language")).isEqualTo("de-DE");
        assertThat(raw.getLocale()).isEqualTo(Locale.GERMANY);
        held.setHeader("Content-Language", "fr");
        assertThat(held.record().headers().stream()
                        .filter(header -> header.name().equals("Content-Language")))
                .containsExactly(new Header("Content-Language", "fr"));
        held.setContentType("text/plain");
        held.setHeader("X-Outer", "handler");
        assertThat(held.record().header("Content-Type")).isEqualTo("text/plain");
        assertThat(held.record().header("X-Outer")).isEqualTo("handler");
    }

    @Test
    void headerThatIsSetOrResetBeginsAgain() {
        held.addHeader("X-Part", "a");
        held.addHeader("X-Part", "a");
        held.setHeader("X-Part", "a");
        assertThat(held.getHeaders("X-Part")).containsExactly("a");
        held.addHeader("X-Part", "a");
        held.reset();
        held.addHeader("X-Part", "a");
        assertThat(held.getHeaders("X-Part")).containsExactly("a");
    }

    @Test
    void bodyBeginsAgainAfterAReset() throws IOException {
        guarded();
        held.getOutputStream().write(bytes("gone"));
        held.reset();
        held.setContentType("text/event-stream");
        held.getOutputStream().write(bytes("data: 1"));
        assertThat(raw.getContentAsString()).isEqualTo("data: 1");
    }

    @Test
    void textIsWholeWhenItIsReleased() throws IOException {
        guarded();
        held.getWriter().print("abc");
        held.release();
        assertThat(raw.getContentAsString()).isEqualTo("abc");
        assertThat(raw.getContentLength()).isEqualTo(3);
    }

    @Test
    void bufferOfAResponseThatWasSentIsNotReset() {
        raw.setCommitted(true);
        assertThatThrownBy(held::resetBuffer).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void otherThreadsMayWriteWhileTheResponseIsHeldReleasedOrOpen() throws Exception {
        guarded();
        held.getOutputStream();
        apart();
        held.release();
        apart();
        held.open();
        apart();
    }

    private void apart() throws Exception {
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            try {
                held.getOutputStream().write('z');
                held.release();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        other.get(60, TimeUnit.SECONDS);
    }

    @Test
    void errorOfTheContainerIsRecordedWithItsMessage() throws IOException {
        guarded();
        assertThat(held.errorSent()).isFalse();
        held.getOutputStream().write(bytes("gone"));
        held.sendError(404, "nothing there");
        assertThat(held.errorSent()).isTrue();
        RecordedResponse error = held.recordError();
        assertThat(error.kind()).isEqualTo(Kind.ERROR);
        assertThat(error.status()).isEqualTo(404);
        assertThat(error.message()).isEqualTo("nothing there");
        assertThat(held.record().body()).isEmpty();
    }

    @Test
    void errorWithoutAMessageIsRecordedToo() throws IOException {
        guarded();
        held.getOutputStream().write(bytes("gone"));
        held.sendError(410);
        assertThat(held.errorSent()).isTrue();
        assertThat(held.recordError().status()).isEqualTo(410);
        assertThat(held.recordError().message()).isNull();
        assertThat(held.record().body()).isEmpty();
    }

    private void select(RecordedResponse recorded) {
        assertThat(exchange.replay(recorded)).isInstanceOf(ReplayException.class);
    }

    @Test
    void recordedResponseReplacesWhatIsWritten() throws IOException {
        RecordedResponse recorded = RecordedResponse.of(
                202,
                List.of(new Header("Content-Type", "text/plain"), new Header("X-Part", "a"), new Header("x-part", "b")),
                bytes("first"));
        select(recorded);
        raw.setHeader("X-Part", "of a filter");
        raw.getOutputStream().write(bytes("of a filter"));
        held.getOutputStream().write(bytes("discarded"));
        assertThat(raw.getContentAsString()).isEqualTo("of a filter");
        exchange.answer(held, recorded);
        exchange.answer(held, recorded);
        held.release();
        assertThat(raw.getStatus()).isEqualTo(202);
        assertThat(raw.getContentAsString()).isEqualTo("first");
        assertThat(raw.getContentLength()).isEqualTo(5);
        assertThat(raw.getContentType()).isEqualTo("text/plain");
        assertThat(raw.getHeaders("X-Part")).containsExactly("a", "b");
        assertThat(raw.getHeader("Idempotent-Replayed")).isEqualTo("true");
    }

    @Test
    void recordedErrorIsRenderedAgain() throws IOException {
        RecordedResponse recorded = RecordedResponse.error(409, List.of(), "taken");
        select(recorded);
        assertThat(exchange.isReplaced()).isTrue();
        exchange.answer(held, recorded);
        assertThat(exchange.isReplaced()).as("the page of the error is written").isFalse();
        assertThat(raw.getStatus()).isEqualTo(409);
        assertThat(raw.getErrorMessage()).isEqualTo("taken");
        assertThat(raw.getContentAsByteArray()).isEmpty();
    }

    @Test
    void answerThatWasSentIsNotReplaced() throws IOException {
        RecordedResponse recorded = RecordedResponse.of(202, List.of(), bytes("first"));
        raw.flushBuffer();
        assertThatThrownBy(() -> held.replay(recorded))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be replayed");
    }
}
