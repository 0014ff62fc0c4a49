# Sums lines and branches of Cobertura reports by package and folder under src/. A line that several classes, methods or packages report
# counts once, with its best coverage.
function attribute(name,    start) {
    start = index($0, " " name "=\"")
    if (!start) return ""
    start += length(name) + 3
    return substr($0, start, index(substr($0, start), "\"") - 1)
}

function add(folder, line) {
    lines[folder]++
    linesReached[folder] += isReached[line]
    branches[folder] += branchesOf[line]
    branchesReached[folder] += branchesReachedOf[line]
}

function percent(part, whole) {
    return whole ? sprintf("%6.1f %%  %6d of %6d", 100 * part / whole, part, whole) : sprintf("%8s  %16s", "-", "")
}

/<source>/ {
    source = $0
    gsub(/.*<source>|<\/source>.*/, "", source)
}

/<class / {
    file = source attribute("filename")
    sub(/.*\/src\//, "", file)
}

/<line / {
    line = file ":" attribute("number")
    fileOf[line] = file
    if (attribute("hits") > 0) isReached[line] = 1
    if (split(attribute("condition-coverage"), condition, /[(\/)]/) > 2 && condition[3] > 0) {
        if (condition[2] > branchesReachedOf[line]) branchesReachedOf[line] = condition[2] + 0
        if (condition[3] > branchesOf[line]) branchesOf[line] = condition[3] + 0
    }
}

END {
    for (line in fileOf) {
        package = fileOf[line]
        sub(/\/.*/, "", package)
        folder = fileOf[line]
        sub(/[^\/]*$/, "", folder)
        add("all", line)
        add(package, line)
        add(folder, line)
    }
    for (folder in lines) {
        printf "%-40s  %s  %s\n", folder, percent(linesReached[folder], lines[folder]), percent(branchesReached[folder], branches[folder])
    }
}
