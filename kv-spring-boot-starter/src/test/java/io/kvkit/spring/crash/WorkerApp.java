package io.kvkit.spring.crash;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The application of a {@link Worker}. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Worker.class, Points.class, Passing.class, Answering.class})
class WorkerApp {

    public static void main(String[] arguments) {
        SpringApplication.run(WorkerApp.class, arguments);
    }
}
