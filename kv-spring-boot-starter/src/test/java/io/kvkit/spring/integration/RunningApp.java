package io.kvkit.spring.integration;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** An application with a server that listens. */
record RunningApp(ConfigurableApplicationContext context) implements AutoCloseable {

    Http http() {
        return new Http(((WebServerApplicationContext) context).getWebServer().getPort());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
