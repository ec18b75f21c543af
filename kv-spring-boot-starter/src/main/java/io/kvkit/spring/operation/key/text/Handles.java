package io.kvkit.spring.operation.key.text;

import io.kvkit.spring.operation.key.text.KeyForm.None;
import io.kvkit.spring.operation.type.Supertypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Types whose objects are handles and not values: the current exchange, the caller, a stream, a file, or a task.
 * Compares names because most of these types may be absent.
 */
final class Handles {

    private static final List<String> SECURITY = List.of(
            "java.security.Principal",
            "org.springframework.security.core.AuthenticatedPrincipal",
            "org.springframework.security.core.context.SecurityContext",
            "org.springframework.security.core.userdetails.UserDetails",
            "org.springframework.security.oauth2.jwt.Jwt");

    private static final List<String> EXCHANGE = List.of(
            "jakarta.servlet.ServletRequest",
            "jakarta.servlet.ServletResponse",
            "jakarta.servlet.ServletContext",
            "jakarta.servlet.http.HttpSession",
            "jakarta.jms.",
            "org.springframework.http.HttpMessage",
            "org.springframework.security.web.",
            "org.springframework.ui.Model",
            "org.springframework.ui.ModelMap",
            "org.springframework.validation.Errors",
            "org.springframework.validation.DataBinder",
            "org.springframework.web.bind.support.SessionStatus",
            "org.springframework.web.context.request.RequestAttributes",
            "org.springframework.web.method.",
            "org.springframework.web.multipart.",
            "org.springframework.web.reactive.",
            "org.springframework.web.server.ServerWebExchange",
            "org.springframework.web.server.WebSession",
            "org.springframework.web.servlet.",
            "org.springframework.web.socket.",
            "org.springframework.web.util.UriBuilder",
            "org.springframework.kafka.",
            "org.springframework.amqp.",
            "org.springframework.messaging.support.MessageHeaderAccessor",
            "org.apache.kafka.clients.consumer.Consumer",
            "com.rabbitmq.client.Channel");

    private static final List<String> OF_KVKIT =
            List.of("io.kvkit.recipe.cache.Refresh", "io.kvkit.recipe.once.IdempotencyContext");

    private static final String WORK = "is work, and not a value";

    private static final Map<String, List<String>> REASONS = reasons();

    private Handles() {}

    /** Returns a form that refuses the type's values; null if they are no handles. */
    static @Nullable KeyForm form(Class<?> type) {
        if (Enum.class.isAssignableFrom(type)) {
            return null;
        }
        Set<String> names = Supertypes.names(type);
        if (isOneOf(names, SECURITY)) {
            return new None("contains more about the caller than a name");
        }
        return REASONS.entrySet().stream()
                .filter(each -> isOneOf(names, each.getValue()))
                .filter(each -> !type.isRecord() || !each.getKey().equals(WORK))
                .findFirst()
                .map(each -> new None(each.getKey()))
                .orElse(null);
    }

    /** Returns whether values of the type identify the caller. */
    static boolean areSecurity(Class<?> type) {
        return isOneOf(Supertypes.names(type), SECURITY);
    }

    /** Returns whether values of the type come from the guard that makes the key, and not from the caller. */
    static boolean areOfKvkit(Class<?> type) {
        return isOneOf(Supertypes.names(type), OF_KVKIT);
    }

    private static Map<String, List<String>> reasons() {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        reasons.put("comes from kvkit, and not from the caller", OF_KVKIT);
        reasons.put(
                "is a file, whose content is not read for a key",
                List.of(
                        "org.springframework.web.multipart.MultipartFile",
                        "org.springframework.http.codec.multipart.Part",
                        "org.springframework.core.io.InputStreamSource",
                        "jakarta.servlet.http.Part"));
        reasons.put(
                "is read once, and not for a key",
                List.of(
                        "java.io.InputStream",
                        "java.io.OutputStream",
                        "java.io.Reader",
                        "java.io.Writer",
                        "java.nio.channels.Channel",
                        "java.util.Iterator",
                        "java.util.Enumeration",
                        "java.util.stream.BaseStream",
                        "java.sql.Blob",
                        "java.sql.Clob",
                        "java.sql.ResultSet",
                        "org.springframework.core.io.buffer.DataBuffer"));
        reasons.put("belongs to the request or message that is being handled", EXCHANGE);
        reasons.put("must be closed, and is not a value", List.of("java.lang.AutoCloseable"));
        reasons.put(
                WORK,
                List.of(
                        "java.lang.Runnable",
                        "java.util.concurrent.Callable",
                        "java.util.concurrent.Executor",
                        "java.util.concurrent.Future",
                        "java.util.concurrent.CompletionStage",
                        "java.util.function.",
                        "java.util.concurrent.Flow$Publisher",
                        "kotlin.Function",
                        "kotlinx.coroutines.",
                        "org.reactivestreams.Publisher"));
        return reasons;
    }

    private static boolean isOneOf(Set<String> types, List<String> names) {
        return types.stream().anyMatch(type -> names.stream().anyMatch(name -> isNamed(type, name)));
    }

    private static boolean isNamed(String type, String name) {
        return name.endsWith(".") ? type.startsWith(name) : type.equals(name);
    }
}
