package io.kvkit.spring.web.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.spring.exchange.RequestTooLargeException;
import io.kvkit.spring.exchange.SentBody;
import io.kvkit.spring.web.HeldRequests;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockPart;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** A request whose body is compared, and read by the handler in whatever way. */
class HeldRequestTest {

    private boolean asSent;
    private final MockHttpServletRequest raw = new MockHttpServletRequest("POST", "/");
    private final HeldRequest request = new HeldRequest(
            raw, new HeldRequests((handler, has) -> has.test("Idempotency-Key"), handler -> asSent, 1_000));

    /** A handler. */
    public void handle() {
        // Nothing is done.
    }

    private void compared() throws Exception {
        raw.addHeader("Idempotency-Key", "k");
        handled();
    }

    private void handled() throws Exception {
        raw.setAttribute(
                HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE,
                new HandlerMethod(this, HeldRequestTest.class.getMethod("handle")));
    }

    private void body(@Nullable String type, String body) {
        if (type != null) {
            raw.setContentType(type);
        }
        raw.setContent(body.getBytes(StandardCharsets.UTF_8));
    }

    private void form(String body) {
        body("application/x-www-form-urlencoded", body);
    }

    private Map<String, ? extends List<? extends @Nullable String>> fields() {
        return ((SentBody.Fields) Objects.requireNonNull(request.sent())).fields();
    }

    @Test
    void bodyIsNotHeldForHandlersThatCompareNothing() throws Exception {
        body("application/json", "{}");
        assertThat(request.sent()).isNull();
        assertThat(request.getInputStream()).isSameAs(raw.getInputStream());
        assertThat(request.getInputStream().readAllBytes()).hasSize(2);
    }

    @Test
    void readerOfAHandlerThatComparesNothingIsThatOfTheContainer() throws Exception {
        body("application/json", "{}");
        assertThat(request.getReader()).isSameAs(raw.getReader());
    }

    @Test
    void bytesAreComparedAndReadAsAStream() throws Exception {
        compared();
        body("application/json", "{\"a\":1}");
        SentBody.Bytes sent = (SentBody.Bytes) Objects.requireNonNull(request.sent());
        assertThat(sent.contentType()).isEqualTo("application/json");
        assertThat(sent.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":1}");
        assertThat(request.getInputStream()).isSameAs(request.getInputStream());
        assertThat(request.getInputStream().readAllBytes()).isEqualTo(sent.bytes());
    }

    @Test
    void textIsReadInItsCharset() throws Exception {
        compared();
        raw.setContentType("text/plain");
        raw.setCharacterEncoding("ISO-8859-1");
        raw.setContent("Käse".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(request.getReader()).isSameAs(request.getReader());
        assertThat(request.getReader().readLine()).isEqualTo("Käse");
        assertThat(((SentBody.Bytes) Objects.requireNonNull(request.sent())).bytes())
                .hasSize(4);
    }

    @Test
    void textWithoutACharsetIsUnicode() throws Exception {
        compared();
        body(null, "Käse");
        assertThat(request.getReader().readLine()).isEqualTo("Käse");
    }

    @Test
    void bodyThatWasReadBeforeTheHandlerWasKnownIsNotCompared() throws Exception {
        body("application/json", "{}");
        request.getInputStream().readAllBytes();
        compared();
        assertThat(request.sent()).isNull();
    }

    @Test
    void chunkedBodyThatOthersReadIsNotCompared() throws Exception {
        compared();
        raw.addHeader("Transfer-Encoding", "chunked");
        assertThat(request.sent()).isNull();
    }

    @Test
    void requestWithoutTheHeaderIsNotHeld() throws Exception {
        handled();
        body("application/json", "{}");
        assertThat(request.sent()).isNull();
    }

    @Test
    void bodyOfNoBytesIsCompared() throws Exception {
        compared();
        raw.setContent(new byte[0]);
        assertThat(((SentBody.Bytes) Objects.requireNonNull(request.sent())).bytes())
                .isEmpty();
    }

    @Test
    void emptyBodyIsCompared() throws Exception {
        compared();
        assertThat(((SentBody.Bytes) Objects.requireNonNull(request.sent())).bytes())
                .isEmpty();
    }

    @Test
    void largeBodyIsRefused() throws Exception {
        compared();
        body("text/plain", "x".repeat(1_001));
        assertThatExceptionOfType(RequestTooLargeException.class).isThrownBy(request::sent);
    }

    @Test
    void fieldsOfAFormAreComparedAndReadWithThoseOfTheQuery() throws Exception {
        compared();
        raw.setParameter("a", "1");
        form("a=2&b=%C3%A4&flag");
        assertThat(fields().get("a")).isEqualTo(List.of("1", "2"));
        assertThat(fields().keySet()).containsExactly("a", "b", "flag");
        assertThat(request.getParameterValues("a")).containsExactly("1", "2");
        assertThat(request.getParameter("a")).isEqualTo("1");
        assertThat(request.getParameter("b")).isEqualTo("ä");
        assertThat(request.getParameter("flag")).isEmpty();
        assertThat(request.getParameter("c")).isNull();
        assertThat(request.getParameterValues("c")).isNull();
        assertThat(Collections.list(request.getParameterNames())).containsExactly("a", "b", "flag");
        assertThat(request.getParameterMap()).isSameAs(request.getParameterMap());
    }

    @Test
    void fieldsThatTheContainerReadFirstAreThoseThatWereSent() throws Exception {
        compared();
        form("a=2");
        raw.setParameter("a", "1");
        assertThat(request.getParameter("a")).isEqualTo("1");
        assertThat(fields().get("a")).isEqualTo(List.of("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void bodyOfAnotherMethodIsNoForm(String method) throws Exception {
        compared();
        raw.setMethod(method);
        form("a=2");
        assertThat(request.sent()).isInstanceOf(SentBody.Bytes.class);
        assertThat(request.getParameter("a")).isNull();
    }

    @Test
    void partsAreComparedByNameAndContent() throws Exception {
        compared();
        raw.setContentType("multipart/form-data; boundary=x");
        MockPart file = new MockPart("file", "a.txt", "one".getBytes(StandardCharsets.UTF_8));
        file.getHeaders().add("X-Kind", "k");
        raw.addPart(file);
        raw.addPart(new MockPart("note", "two".getBytes(StandardCharsets.UTF_8)));
        List<SentBody.Part> parts = ((SentBody.Parts) Objects.requireNonNull(request.sent())).parts();
        assertThat(parts).extracting(SentBody.Part::name).containsExactly("file", "note");
        assertThat(parts).extracting(SentBody.Part::file).containsExactly("a.txt", null);
        assertThat(Arrays.equals(parts.get(0).digest(), parts.get(1).digest())).isFalse();
        file.getHeaders().set("X-Kind", "other");
        assertThat(((SentBody.Parts) Objects.requireNonNull(request.sent()))
                        .parts()
                        .get(0)
                        .digest())
                .isNotEqualTo(parts.get(0).digest());
    }

    private void neededAsSent() throws Exception {
        asSent = true;
        handled();
    }

    @Test
    void bytesAreThoseThatWereSentAfterAnyWayOfReading() throws Exception {
        neededAsSent();
        body("text/plain", "Käse");
        assertThat(request.getReader().readLine()).isEqualTo("Käse");
        assertThat(request.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("Käse");
    }

    @Test
    void fieldsOfAFormAreReadFromItsBytes() throws Exception {
        neededAsSent();
        form("a=2&b=%C3%A4");
        raw.setParameter("q", "1");
        assertThat(request.getParameter("b")).isEqualTo("ä");
        assertThat(request.getParameter("q")).isEqualTo("1");
        assertThat(request.bytes()).asString(StandardCharsets.UTF_8).isEqualTo("a=2&b=%C3%A4");
        assertThat(request.getInputStream().readAllBytes()).isEqualTo(request.bytes());
    }

    @Test
    void bytesThatTheContainerHasReadAreNotKnown() throws Exception {
        form("a=2");
        request.getParameter("a");
        neededAsSent();
        assertThat(request.bytes()).isNull();
    }

    @Test
    void bytesThatOthersHaveReadAreNotKnown() throws Exception {
        raw.addHeader("Transfer-Encoding", "chunked");
        neededAsSent();
        assertThat(request.bytes()).isNull();
    }

    @Test
    void bytesThatNobodyNeedsAreNotHeld() throws Exception {
        handled();
        body("text/plain", "a");
        assertThat(request.bytes()).isNull();
        assertThat(request.getInputStream()).isSameAs(raw.getInputStream());
    }

    @Test
    void tooManyBytesAreRefused() throws Exception {
        neededAsSent();
        form("a=" + "x".repeat(1_000));
        assertThatExceptionOfType(RequestTooLargeException.class).isThrownBy(request::bytes);
        assertThatExceptionOfType(RequestTooLargeException.class).isThrownBy(() -> request.getParameter("a"));
    }

    @Test
    void laterDispatchesKeepTheirRequest() {
        MockHttpServletRequest other = new MockHttpServletRequest();
        assertThat(request.around(raw)).isSameAs(request);
        assertThat(request.around(other)).isSameAs(other);
        assertThat(request.raw()).isSameAs(raw);
    }
}
