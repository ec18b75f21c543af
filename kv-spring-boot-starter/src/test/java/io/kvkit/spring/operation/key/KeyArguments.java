package io.kvkit.spring.operation.key;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.net.URI;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.RequestEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.messaging.Message;
import org.springframework.ui.Model;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ServerWebExchange;

/** Types of arguments: those that can be part of a key, and those that cannot. */
final class KeyArguments {

    private KeyArguments() {}

    static class Search {

        private final String text;

        Search(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return "Search(" + text + ")";
        }
    }

    static class ById {

        private final long id;
        private final String name;

        ById(long id, String name) {
            this.id = id;
            this.name = name;
        }

        public long getId() {
            return id;
        }

        public String getName() {
            return name;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ById that && id == that.id;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(id);
        }
    }

    enum Rule implements IntUnaryOperator {
        TWICE;

        @Override
        public int applyAsInt(int number) {
            return 2 * number;
        }
    }

    record Query(String text) implements Supplier<String> {

        @Override
        public String get() {
            return text;
        }
    }

    record Upload(String name, MultipartFile file) {}

    record Wrapper(String name, List<Search> searches) {}

    interface Handles {

        void request(HttpServletRequest it);

        void session(HttpSession it);

        void file(MultipartFile it);

        void files(List<MultipartFile> it);

        void array(MultipartFile[] it);

        void upload(Upload it);

        void stream(InputStream it);

        void reader(Reader it);

        void resource(Resource it);

        void supplier(Supplier<String> it);

        void publisher(Flow.Publisher<String> it);

        void connection(Connection it);

        void exchange(ServerWebExchange it);

        void reactive(ServerHttpRequest it);

        void web(WebRequest it);

        void model(Model it);

        void search(Search it);

        void searches(Map<String, List<Search>> it);

        void optional(Optional<Search> it);

        void wrapper(Wrapper it);

        void inEntity(HttpEntity<Search> it);

        void inMessage(Message<InputStream> it);

        void byId(ById it);
    }

    interface Values {

        void media(MediaType it);

        void method(HttpMethod it);

        void status(HttpStatus it);

        void code(HttpStatusCode it);

        void headers(HttpHeaders it);

        void entity(RequestEntity<String> it);

        void message(Message<String> it);

        void uri(URI it);

        void rule(Rule it);

        void query(Query it);

        void javaMethod(Method it);

        void any(Object it);

        void map(Map<String, ?> it);
    }
}
