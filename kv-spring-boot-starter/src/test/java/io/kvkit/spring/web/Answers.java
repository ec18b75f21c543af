package io.kvkit.spring.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What the handlers of both test applications answer. */
public final class Answers {

    public record Order(String id, String name, long createdAt) {}

    private Answers() {}

    public static Order order() {
        return new Order("o-1", "Käse", System.nanoTime());
    }

    public static ResponseEntity<Order> created() {
        return ResponseEntity.status(HttpStatus.CREATED)
                .header(HttpHeaders.LOCATION, "/orders/o-1")
                .eTag("v1")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.CONTENT_LANGUAGE, "de")
                .header(HttpHeaders.LINK, "</a>; rel=next", "</b>; rel=prev")
                .header("X-Own", "yes")
                .header(HttpHeaders.SET_COOKIE, "session=secret")
                .header(HttpHeaders.WWW_AUTHENTICATE, "Basic")
                .header("Proxy-Authenticate", "Basic")
                .body(order());
    }

    public static ResponseEntity<byte[]> gzip() {
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_ENCODING, "gzip")
                .contentType(MediaType.APPLICATION_JSON)
                .body(zipped("{\"at\":" + System.nanoTime() + "}"));
    }

    public static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random().nextBytes(bytes);
        return bytes;
    }

    private static byte[] zipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
