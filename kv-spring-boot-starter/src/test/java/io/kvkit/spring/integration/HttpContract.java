package io.kvkit.spring.integration;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** What an application with a real server promises on every stack; one application per stack. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpContract {

    private final Stack stack;
    private final List<Class<?>> beans;
    private final String[] properties;
    protected RunningApp app;
    protected Http http;

    /** A text that no other test uses. */
    protected String key;

    HttpContract(Stack stack, List<Class<?>> beans, String... properties) {
        this.stack = stack;
        this.beans = beans;
        this.properties = properties;
    }

    protected final Stack stack() {
        return stack;
    }

    @BeforeAll
    void startApp() {
        app = stack.start(beans, properties);
        http = app.http();
    }

    @AfterAll
    void stopApp() {
        app.close();
    }

    @BeforeEach
    void newKey() {
        key = UUID.randomUUID().toString();
    }
}
