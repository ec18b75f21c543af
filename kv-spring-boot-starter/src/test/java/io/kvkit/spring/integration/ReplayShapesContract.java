package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A replay is the same answer, byte by byte, for handlers of every shape, with and without compression. */
abstract class ReplayShapesContract extends HttpContract {

    private static final Set<String> NOT_REPLAYED = Set.of(
            "date",
            "connection",
            "keep-alive",
            "transfer-encoding",
            "content-length",
            "idempotent-replayed",
            "set-cookie",
            "www-authenticate",
            "proxy-authenticate");

    ReplayShapesContract(Stack stack, String... properties) {
        super(stack, beans(stack), with(properties));
    }

    private static List<Class<?>> beans(Stack stack) {
        List<Class<?>> beans =
                new ArrayList<>(List.of(ShapesOfValues.class, ShapesOfAnswers.class, ShapesOfRequests.class));
        beans.addAll(
                stack.servlet()
                        ? List.of(ShapesOfServlets.class, ShapesOfServlets.Adding.class, ShapesOfServlets.Advice.class)
                        : List.of(ShapesOfWebFlux.class, ShapesOfWebFlux.Adding.class));
        return beans;
    }

    private static String[] with(String... properties) {
        return Stream.concat(
                        Stream.of(
                                "server.compression.enabled=true",
                                "server.compression.min-response-size=1B",
                                "spring.webflux.problemdetails.enabled=true"),
                        Stream.of(properties))
                .toArray(String[]::new);
    }

    static Stream<String> shapes() {
        return Stream.of(
                        "/values/ record map list number boolean enum null void created text empty-text latin utf16"
                                + " json-text xml bytes octets resource future future-bytes future-null stage mono"
                                + " mono-text mono-bytes mono-empty mono-void collected",
                        "/answers/ status/200 status/201 status/202 status/204 status/301 status/302 status/303"
                                + " status/307 status/308 status/400 status/404 status/409 status/410 status/422"
                                + " no-body/200 no-body/204 no-body/404 headers attachment typed zipped problem"
                                + " error-response thrown-problem thrown-status thrown-annotated handled"
                                + " handled-problem future/201 future/404 future-thrown future-handled mono/201"
                                + " mono/404 mono-problem mono-thrown mono-handled",
                        "/requests/ json entity bytes form multipart query/1?q=1&q=2&r=%C3%A4 negotiated json-as-text"
                                + " PUT PATCH DELETE GET HEAD")
                .flatMap(ReplayShapesContract::paths);
    }

    static Stream<String> paths(String group) {
        List<String> words = List.of(group.split(" "));
        return words.stream().skip(1).map(word -> words.get(0) + word);
    }

    static Stream<String> ownShapes(boolean servlet) {
        return paths(
                servlet
                        ? "/own/ advised callable callable-entity callable-thrown deferred deferred-thrown task headers"
                                + " redirect writer stream send-redirect send-error"
                        : "/own/ written completed");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void replayIsTheSameAnswer(String shape) throws Exception {
        for (String encoding : List.of("identity", "gzip")) {
            newKey();
            int before = runs();
            Reply first = send(shape, encoding);
            Reply replay = send(shape, encoding);
            assertThat(first.status()).as(first.text()).isLessThan(500);
            assertThat(first.replayed()).isFalse();
            assertThat(replay.replayed()).as(replay.text()).isTrue();
            assertThat(visible(replay)).isEqualTo(visible(first));
            assertThat(digest(replay)).isEqualTo(digest(first));
            assertThat(replay.headers("X-Filter")).containsExactly("1");
            assertThat(replay.headers("Set-Cookie")).isEmpty();
            assertThat(replay.headers("WWW-Authenticate")).isEmpty();
            Reply other = send(shape, encoding.equals("gzip") ? "identity" : "gzip");
            assertThat(plain(other)).isEqualTo(plain(first));
            assertThat(runs() - before).isBetween(1, 3);
            int after = runs();
            send(shape, encoding);
            assertThat(runs()).isEqualTo(after);
        }
    }

    @Test
    void shapesOfThisStackAreReplayedToo() throws Exception {
        for (String shape : ownShapes(stack().servlet()).toList()) {
            replayIsTheSameAnswer(shape);
        }
    }

    private int runs() {
        int own = stack().servlet()
                ? app.bean(ShapesOfServlets.class).runs()
                : app.bean(ShapesOfWebFlux.class).runs();
        return own
                + app.bean(ShapesOfValues.class).runs()
                + app.bean(ShapesOfAnswers.class).runs()
                + app.bean(ShapesOfRequests.class).runs();
    }

    private Reply send(String shape, String encoding) {
        return call(shape).key(key).header("Accept-Encoding", encoding).send();
    }

    private Http.Call call(String shape) {
        Map<String, UnaryOperator<Http.Call>> bodies = Map.of(
                "/requests/json", call -> call.json("{\"a\":[1,{\"b\":\"Ä\"}]}"),
                "/requests/entity", call -> call.body("text/plain;charset=UTF-8", "Käse"),
                "/requests/bytes", call -> call.body("application/octet-stream", new byte[100_000]),
                "/requests/form", call -> call.body("application/x-www-form-urlencoded", "a=1&b=%C3%A4"),
                "/requests/negotiated", call -> call.header("Accept", "application/json"));
        return switch (shape) {
            case "/requests/multipart" -> http.post("/requests/form").multipart(MULTIPART, "B");
            case "/requests/json-as-text" -> http.post("/requests/negotiated").header("Accept", "text/plain");
            case "/requests/PUT", "/requests/PATCH", "/requests/DELETE", "/requests/GET", "/requests/HEAD" ->
                http.send(shape.substring("/requests/".length()), "/requests/verb");
            default -> bodies.getOrDefault(shape, call -> call).apply(http.post(shape));
        };
    }

    private static final String MULTIPART = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1"
            + "\r\n--B\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\n2\r\n--B--\r\n";

    private static Map<String, List<String>> visible(Reply reply) {
        Map<String, List<String>> headers = new TreeMap<>();
        reply.response().headers().map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        headers.keySet().removeAll(NOT_REPLAYED);
        return headers;
    }

    private static String digest(Reply reply) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update((reply.status() + "\n" + visible(reply) + "\n").getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(reply.body()));
    }

    private static byte[] plain(Reply reply) throws Exception {
        if (!reply.headers("Content-Encoding").contains("gzip") || reply.body().length == 0) {
            return reply.body();
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(reply.body()))) {
            return in.readAllBytes();
        }
    }
}
