package io.kvkit.sample;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts the program of this JVM once more, with its system properties and other arguments. */
final class ShopCommand {

    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private ShopCommand() {}

    static List<String> of(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(QUICK_START);
        command.addAll(systemProperties(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        command.addAll(program());
        command.addAll(arguments);
        return command;
    }

    /** Returns the system properties among the options of a JVM. */
    static List<String> systemProperties(List<String> options) {
        return options.stream()
                .filter(option -> option.startsWith("-D"))
                .filter(option -> !option.startsWith("-Dcom.sun.management.")) // two JVMs cannot share its port
                .toList();
    }

    private static List<String> program() {
        String classes = System.getProperty("java.class.path");
        return classes.endsWith(".jar") && !classes.contains(File.pathSeparator)
                ? List.of("-jar", classes)
                : List.of("-cp", classes, ShopApplication.class.getName());
    }
}
