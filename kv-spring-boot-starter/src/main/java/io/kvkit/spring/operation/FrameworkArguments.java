package io.kvkit.spring.operation;

import java.util.List;

/** Tells arguments that the framework hands in from those that callers choose; by name, because they may be absent. */
final class FrameworkArguments {

    private static final List<String> SECURITY = List.of("java.security.Principal", "org.springframework.security.");

    private static final List<String> OTHERS = List.of(
            "jakarta.servlet.",
            "org.springframework.web.",
            "org.springframework.ui.",
            "org.springframework.validation.",
            "org.springframework.http.",
            "org.springframework.messaging.",
            "org.springframework.kafka.",
            "org.springframework.amqp.",
            "org.apache.kafka.clients.consumer.Consumer",
            "com.rabbitmq.client.Channel",
            "jakarta.jms.",
            "java.io.InputStream",
            "java.io.OutputStream",
            "java.io.Reader",
            "java.io.Writer");

    private FrameworkArguments() {}

    /** Whether parameters of the type take no part in keys. */
    static boolean contains(Class<?> type) {
        return isSecurity(type) || isOneOf(type, OTHERS);
    }

    /** Whether parameters of the type tell who calls. */
    static boolean isSecurity(Class<?> type) {
        return isOneOf(type, SECURITY);
    }

    private static boolean isOneOf(Class<?> type, List<String> names) {
        return Supertypes.names(type).stream().anyMatch(name -> isNamed(name, names));
    }

    private static boolean isNamed(String name, List<String> names) {
        return names.stream().anyMatch(each -> each.endsWith(".") ? name.startsWith(each) : name.equals(each));
    }
}
