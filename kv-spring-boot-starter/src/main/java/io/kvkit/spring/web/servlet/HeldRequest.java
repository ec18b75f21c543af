package io.kvkit.spring.web.servlet;

import io.kvkit.spring.exchange.FormText;
import io.kvkit.spring.exchange.SentBody;
import io.kvkit.spring.web.BodyType;
import io.kvkit.spring.web.HeldRequests;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A servlet request that keeps its body while it is read if the guard of its handler compares requests.
 *
 * <p>The handler is known when the body is first read. If code has asked the container for fields or parts of a form
 * before, these are what was sent.
 */
final class HeldRequest extends HttpServletRequestWrapper {

    private final HttpServletRequest raw;
    private final HeldRequests rule;
    private @Nullable HeldInput input;
    private @Nullable BufferedReader reader;
    private boolean parsed;
    private @Nullable Map<String, String[]> form;

    HeldRequest(HttpServletRequest raw, HeldRequests rule) {
        super(raw);
        this.raw = raw;
        this.rule = rule;
    }

    HttpServletRequest raw() {
        return raw;
    }

    /**
     * Returns this request for the first dispatch; the given one for later dispatches, which wrap this one or need
     * none.
     */
    HttpServletRequest around(HttpServletRequest request) {
        return request == raw ? this : request;
    }

    /** Returns what was sent; null if it is not held, or other code has read it. */
    @Nullable
    SentBody sent() {
        if (input == null && !isWanted()) {
            return null;
        }
        try {
            List<SentBody.Part> parts =
                    BodyType.isMultipart(raw.getContentType()) && input == null ? SentParts.of(raw) : null;
            return parts == null ? bytesOrFields() : new SentBody.Parts(parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException readByOthers) {
            return null;
        }
    }

    private @Nullable SentBody bytesOrFields() throws IOException {
        if (isForm() && parsed) {
            return fields(raw.getParameterMap());
        }
        byte[] bytes = input().whole();
        if (isForm()) {
            return fields(with(FormText.exact(bytes, charset())));
        }
        return isReadByOthers(bytes) ? null : new SentBody.Bytes(raw.getContentType(), bytes);
    }

    private boolean isReadByOthers(byte[] bytes) {
        return bytes.length == 0 && (raw.getContentLengthLong() > 0 || isChunked());
    }

    /** Returns the bytes that were sent; null if they are not held, or other code has read them. */
    byte @Nullable [] bytes() {
        if (isForm() && parsed || input == null && !areBytesWanted()) {
            return null;
        }
        try {
            byte[] bytes = input().whole();
            return isReadByOthers(bytes) ? null : bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalStateException readByOthers) {
            return null;
        }
    }

    private static SentBody fields(Map<String, String[]> all) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        all.forEach((name, values) -> fields.put(name, List.of(values)));
        return new SentBody.Fields(fields);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return input == null && !isWanted() ? raw.getInputStream() : input();
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (input == null && !isWanted()) {
            return raw.getReader();
        }
        BufferedReader present = reader;
        if (present == null) {
            present = new BufferedReader(new InputStreamReader(input(), charset()));
            reader = present;
        }
        return present;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        HeldInput present = input;
        if (present == null && isForm() && !parsed && areBytesWanted()) {
            present = inputOfForm();
        }
        if (present == null || !isForm()) {
            parsed = true;
            return raw.getParameterMap();
        }
        Map<String, String[]> read = form;
        if (read == null) {
            read = Collections.unmodifiableMap(with(FormText.parse(whole(present), charset())));
            form = read;
        }
        return read;
    }

    private static byte[] whole(HeldInput input) {
        try {
            return input.whole();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String[]> with(Map<String, List<@Nullable String>> form) {
        Map<String, String[]> all = new LinkedHashMap<>(raw.getParameterMap());
        form.forEach((name, values) -> {
            String[] more =
                    values.stream().map(value -> value == null ? "" : value).toArray(String[]::new);
            all.merge(name, more, HeldRequest::joined);
        });
        return all;
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return getParameterMap().get(name);
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterValues(name);
        return values == null ? null : values[0];
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    private HeldInput input() throws IOException {
        HeldInput present = input;
        if (present == null) {
            present = new HeldInput(raw.getInputStream(), rule.limit());
            input = present;
        }
        return present;
    }

    // The container would read the form itself.
    private HeldInput inputOfForm() {
        try {
            return input();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isWanted() {
        return rule.holdFor(handler(), name -> raw.getHeader(name) != null);
    }

    private boolean areBytesWanted() {
        return rule.holdBytesFor(handler());
    }

    private @Nullable Object handler() {
        return raw.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE);
    }

    private boolean isForm() {
        return raw.getMethod().equals("POST") && BodyType.isForm(raw.getContentType());
    }

    private boolean isChunked() {
        return raw.getHeader("Transfer-Encoding") != null;
    }

    private Charset charset() {
        String name = raw.getCharacterEncoding();
        return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    }

    private static String[] joined(String[] query, String[] form) {
        String[] all = Arrays.copyOf(query, query.length + form.length);
        System.arraycopy(form, 0, all, query.length, form.length);
        return all;
    }
}
