package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Idempotent;
import java.io.InputStream;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import reactor.core.publisher.Mono;

/** Bodies that {@code @Idempotent} cannot compare. */
class BodyMistakesTest {

    @Controller
    @Refused(
            "@Idempotent(fingerprint) on HERE.m(Mono): requests with one key are compared, and a body that is read later, "
                    + "as reactor.core.publisher.Mono<java.lang.String>, cannot be. Take the value itself, or say what to "
                    + "compare, as in fingerprint = \"#order.id\".")
    static class MonoBody {

        @Idempotent
        @PostMapping
        public Mono<String> m(@RequestBody Mono<String> order) {
            return order;
        }
    }

    @Controller
    @Refused(
            "@Idempotent(fingerprint) on HERE.m(HttpEntity): requests with one key are compared, and a body that is read "
                    + "later, as org.springframework.http.HttpEntity<reactor.core.publisher.Mono<java.lang.String>>, cannot be. "
                    + "Take the value itself, or say what to compare, as in fingerprint = \"#order.id\".")
    static class MonoEntity {

        @Idempotent
        @PostMapping
        public Mono<String> m(HttpEntity<Mono<String>> order) {
            return Mono.empty();
        }
    }

    @Controller
    @Refused(
            "@Idempotent(fingerprint) on HERE.m(List): requests with one key are compared, and a file that is read later, "
                    + "as java.util.List<org.springframework.web.multipart.MultipartFile>, cannot be. Take the value itself, or "
                    + "say what to compare, as in fingerprint = \"#order.id\".")
    static class Files {

        @Idempotent
        @PostMapping
        public String m(@RequestParam List<MultipartFile> files) {
            return "";
        }
    }

    @Controller
    @Refused(
            "@Idempotent(fingerprint) on HERE.m(InputStream): requests with one key are compared, and a body that is read "
                    + "later, as java.io.InputStream, cannot be. Take the value itself, or say what to compare, as in "
                    + "fingerprint = \"#order.id\".")
    static class StreamOfBody {

        @Idempotent
        @PostMapping
        public String m(InputStream order) {
            return "";
        }
    }

    @Controller
    @Refused(
            "@Idempotent(fingerprint) on HERE.m(MultipartHttpServletRequest): requests with one key are compared, and a file "
                    + "that is read later, as org.springframework.web.multipart.MultipartHttpServletRequest, cannot be. Take "
                    + "the value itself, or say what to compare, as in fingerprint = \"#order.id\".")
    static class FilesOfRequest {

        @Idempotent
        @PostMapping
        public String m(MultipartHttpServletRequest request) {
            return "";
        }
    }

    record Photo(String title, List<MultipartFile> files) {}

    static class Upload {

        private String title = "";
        private Photo photo = new Photo("", List.of());
    }

    static class NamedUpload extends Upload {}

    @Controller
    @Refused(
            "@Idempotent(fingerprint) on HERE.m(NamedUpload): requests with one key are compared, and a file that is read "
                    + "later, as java.util.List<org.springframework.web.multipart.MultipartFile> in PKG.BodyMistakesTest$Photo, "
                    + "cannot be. Take the value itself, or say what to compare, as in fingerprint = \"#order.id\".")
    static class FilesOfForm {

        @Idempotent
        @PostMapping
        public String m(NamedUpload upload) {
            return "";
        }
    }

    /** Holds itself, as forms with parents do. */
    record Folder(String name, Folder parent, List<Folder> children) {}

    @Controller
    static class Fine {

        @Idempotent(name = "form")
        @PostMapping("/form")
        public String form(Folder folder, Optional<Folder> other) {
            return "";
        }

        @Idempotent(name = "form-fingerprint", fingerprint = "#photo.title")
        @PostMapping("/form-fingerprint")
        public String formWithFiles(Photo photo) {
            return "";
        }

        @Idempotent(name = "own", fingerprint = "#id")
        @PostMapping("/own")
        public String own(@RequestParam MultipartFile file, @RequestParam String id) {
            return "";
        }

        @Idempotent(name = "principal")
        @PostMapping("/principal")
        public String principal(Mono<Principal> who, @RequestBody String order) {
            return "";
        }
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(BodyMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void theMessageTellsTheMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }

    @Test
    void whatIsComparedByAnExpressionOrIsNoBodyIsFine() {
        assertThat(Sources.plain().validate(Fine.class)).isTrue();
    }
}
